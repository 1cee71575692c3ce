/* news_routes: every address of the feature. */
#include "clients/clients.h"
#include "news/handlers.h"
#include "news/news_page.h"

#define TREE	  "/console/clients/{client}/folders"
#define DOCUMENTS "/p/{address}/documents"

#define STOP_FIELDS .fields = "way List-Unsubscribe"
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
	{HTTP_POST, TREE "/follow", STAFF, &client_browse, news_follow,
	 "Whether one wants to be told of new files of a client by mail: `follow` is yes or no",
	 .fields = "follow next"},
	{HTTP_GET, "/console/account/notices", STAFF, &any_staff, news_notices,
	 "How one is told of new files, and of which clients"},
	{HTTP_POST, "/console/account/notices", STAFF, &any_staff, news_notices_choose,
	 "Chooses how one is told of new files: `way` is none, soon or daily", .fields = "way"},
	{HTTP_GET, "/p/{address}/account/notices", PORTAL, &portal_use, news_notices, "How one is told of new files",
	 .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/notices", PORTAL, &portal_use, news_notices_choose,
	 "Chooses how one is told of new files: `way` is none, soon or daily", .fields = "way",
	 .flags = ROUTE_NO_CLIENT},
	{HTTP_GET, "/p/{address}/notices/{token}", PUBLIC, &everybody, news_stop_page,
	 "How the contact whom a mail of news was for is told, by the link in it"},
	{HTTP_POST, "/p/{address}/notices/{token}", PUBLIC, &everybody, news_stop,
	 "Stops mails of news by the link in one (RFC 8058), or chooses another `way`", STOP_FIELDS},
	{HTTP_GET, "/console/notices/{token}", PUBLIC, &everybody, news_stop_page,
	 "How the staff user whom a mail of news was for is told, by the link in it"},
	{HTTP_POST, "/console/notices/{token}", PUBLIC, &everybody, news_stop,
	 "Stops mails of news by the link in one (RFC 8058), or chooses another `way`", STOP_FIELDS},
	{HTTP_GET, NEW_DOCUMENTS, STAFF, &client_browse, news_deposits,
	 "What contacts of the clients one sees put into their folders, and one has not opened yet; newest first"},
	{HTTP_POST, NEW_DOCUMENTS "/read", STAFF, &client_browse, news_deposits_read,
	 "Marks the files of all clients as read, up to the instant `upto`", READ_FIELDS},
};
