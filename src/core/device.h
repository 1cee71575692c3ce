/* device: which browser on which system a User-Agent stands for, in words its owner recognises. */
#ifndef CORE_DEVICE_H
#define CORE_DEVICE_H

#include <stdbool.h>

struct device {
	const char *browser; /* "Firefox"; NULL: unknown */
	const char *system;  /* "Windows"; NULL: unknown */
	bool pocket;	     /* a telephone or tablet */
};

struct device device_of(const char *agent); /* NULL: nothing is known */

#endif
