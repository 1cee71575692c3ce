/* news: the front door: what is new in the folders of clients, and how people are told of it. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H

#include "core/feature.h"
#include "news/notice_store.h" /* who follows whom */

extern const struct feature news;

#endif
