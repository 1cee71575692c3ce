/* version: what this program calls itself. */
#ifndef APP_VERSION_H
#define APP_VERSION_H

#define PARVIS_VERSION "0.1.0"

#endif
