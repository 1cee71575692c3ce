/* news_routes: every address of the feature. */
#include "clients/clients.h"
#include "news/handlers.h"
#include "news/news_page.h"

#define TREE	  "/console/clients/{client}/folders"
#define DOCUMENTS "/p/{address}/documents"

#define READ_FIELDS .fields = "upto next"

const struct route news_routes[NEWS_ROUTES] = {
	{HTTP_GET, TREE "/recent", STAFF, &client_browse, news_recent, "The files of a client, the newest first"},
	{HTTP_POST, TREE "/read", STAFF, &client_browse, news_read,
	 "Marks all files of a client as read, up to the instant `upto`", READ_FIELDS},
	{HTTP_POST, TREE "/{folder}/read", STAFF, &client_browse, news_read,
	 "Marks the files in a folder and below it as read, up to the instant `upto`", READ_FIELDS},
	{HTTP_GET, DOCUMENTS "/recent", PORTAL, &portal_use, news_recent, "The client's files, the newest first",
	 .seen_by = &client_browse},
	{HTTP_POST, DOCUMENTS "/read", PORTAL, &portal_use, news_read,
	 "Marks all files as read, up to the instant `upto`", READ_FIELDS},
	{HTTP_POST, DOCUMENTS "/{folder}/read", PORTAL, &portal_use, news_read,
	 "Marks the files in a folder and below it as read, up to the instant `upto`", READ_FIELDS},
	{HTTP_GET, NEW_DOCUMENTS, STAFF, &client_browse, news_deposits,
	 "What contacts of the clients one sees put into their folders, and one has not opened yet; newest first"},
	{HTTP_POST, NEW_DOCUMENTS "/read", STAFF, &client_browse, news_deposits_read,
	 "Marks the files of all clients as read, up to the instant `upto`", READ_FIELDS},
};
