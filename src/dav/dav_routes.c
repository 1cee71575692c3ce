/* dav_routes: the methods of WebDAV below /dav/, and the pages where people get ready for it. */
#include "dav/handlers.h"

#define DRIVE "/dav/{path…}"
#define RAW   .flags = ROUTE_RAW_BODY

/* Whoever holds an API token must not make a password that outlives it. */
#define PERSONAL ROUTE_TOKENS

const struct route dav_routes[DAV_ROUTES] = {
	{HTTP_OPTIONS, "/", PUBLIC, &everybody, dav_options, "What programs ask before they go on to /dav/"},
	{HTTP_OPTIONS, "/dav", PUBLIC, &everybody, dav_options, "What WebDAV can do here"},
	{HTTP_OPTIONS, DRIVE, PUBLIC, &everybody, dav_options, "What WebDAV can do here"},
	{HTTP_PROPFIND, "/dav", DEVICE, &everybody, dav_propfind, "The top of the drive", RAW},
	{HTTP_PROPFIND, DRIVE, DEVICE, &everybody, dav_propfind, "What lies in a folder, and what is known of it", RAW},
	{HTTP_PROPPATCH, DRIVE, DEVICE, &everybody, dav_proppatch, "Keeps properties of a file or folder", RAW},
	{HTTP_GET, DRIVE, DEVICE, &everybody, dav_get, "What is in a file", .flags = ROUTE_WRITES},
	{HTTP_PUT, DRIVE, DEVICE, &everybody, dav_put, "Puts a file, or its next version",
	 .flags = ROUTE_SLOW | ROUTE_KEEPS, .prepare = dav_put_prepare, .receive = dav_put_receive},
	{HTTP_MKCOL, DRIVE, DEVICE, &everybody, dav_mkcol, "Makes a folder", RAW},
	{HTTP_DELETE, DRIVE, DEVICE, &everybody, dav_delete, "Puts a file or folder into the recycle bin", RAW},
	{HTTP_COPY, DRIVE, DEVICE, &everybody, dav_copy, "Copies a file or folder to Destination", RAW},
	{HTTP_MOVE, DRIVE, DEVICE, &everybody, dav_move, "Moves a file or folder to Destination", RAW},
	{HTTP_LOCK, DRIVE, DEVICE, &everybody, dav_lock, "Locks a file or folder, or prolongs that",
	 .flags = ROUTE_RAW_BODY | ROUTE_SLOW | ROUTE_KEEPS, .prepare = dav_lock_prepare},
	{HTTP_UNLOCK, DRIVE, DEVICE, &everybody, dav_unlock, "Unlocks it", RAW},

	{HTTP_GET, "/console/account/drive", STAFF, &any_staff, drive_page,
	 "Where folders are opened as a drive, and one's own app passwords", .flags = PERSONAL},
	{HTTP_POST, "/console/account/drive", STAFF, &any_staff, drive_password_post,
	 "Makes an app password, shown in this answer only", .fields = "name", .flags = PERSONAL},
	{HTTP_POST, "/console/account/drive/proof", STAFF, &any_staff, drive_proof_post,
	 "Ends the session and leads back through signing in, before an app password is made", .flags = PERSONAL},
	{HTTP_POST, "/console/account/drive/{password}/removal", STAFF, &any_staff, drive_removal_post,
	 "Removes an app password", .flags = PERSONAL},
	{HTTP_GET, "/p/{address}/account/drive", PORTAL, &portal_use, drive_page,
	 "Where folders are opened as a drive, and one's own app passwords", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/drive", PORTAL, &portal_use, drive_password_post,
	 "Makes an app password, shown in this answer only", .fields = "name", .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/drive/proof", PORTAL, &portal_use, drive_proof_post,
	 "Ends the session and leads back through signing in, before an app password is made",
	 .flags = ROUTE_NO_CLIENT},
	{HTTP_POST, "/p/{address}/account/drive/{password}/removal", PORTAL, &portal_use, drive_removal_post,
	 "Removes an app password", .flags = ROUTE_NO_CLIENT},
};
