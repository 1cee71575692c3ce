/* embedded: the files that travel inside the program: templates, migrations, translations, assets. */
#ifndef APP_EMBEDDED_H
#define APP_EMBEDDED_H

#include "base/str.h"

#include <stddef.h>

/* `name` has no folder and no extension: "invoice_show", "0001_people", "fr". `kind` is the extension: "html", "txt",
 * "sql", "po". */
struct embedded_file {
	const char *name;
	const char *kind;
	struct str bytes;
};
extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* A built asset, served for ever: its path bears a hash of the content ("/assets/app.3f9a1c2b.css"). */
struct embedded_asset {
	const char *path;
	const char *plain; /* as pages call it: "app.css" */
	const char *type;
	struct str bytes;
	struct str brotli; /* at NULL: not smaller */
	struct str gzip;
};
extern const struct embedded_asset embedded_assets[];
extern const size_t embedded_asset_count;

#endif
