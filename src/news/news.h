/* news: the front door: what is new in the folders of clients, and how people are told of it. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H

#include "core/feature.h"

extern const struct feature news;

#endif
