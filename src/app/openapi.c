/* openapi: the route tables, printed as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0). */
#include "app/system.h"

#include "app/version.h"

#include <string.h>

static const char *const audience_words[] = {"",
					     "Anybody",
					     "A signed-in client",
					     "A staff user, or an API token",
					     "The operator",
					     "A machine",
					     "A program with an app password"};

/* Without the dots of one that takes what is left of a path, for which OpenAPI has no word. */
static struct str
parameter_name(const char *open, const char *close)
{
	struct str name = str_slice(open + 1, (size_t)(close - open - 1));

	if (str_ends(name, STR("…")))
		name.length -= sizeof "…" - 1;
	return name;
}

/* The same of a whole path; such a parameter is its last. */
static const char *
plain_path(struct arena *arena, const char *path)
{
	const char *dots = strstr(path, "…}");

	return dots == NULL ? path : arena_printf(arena, "%.*s}", (int)(dots - path), path);
}

static void
add_parameters(struct doc *operation, const char *path)
{
	struct doc *list = doc_set_list(operation, "parameters");
	const char *open;

	while ((open = strchr(path, '{')) != NULL) {
		const char *close = strchr(open, '}');
		struct doc *parameter = doc_add_object(list);

		doc_set_str(parameter, "name", parameter_name(open, close));
		doc_set_text(parameter, "in", "path");
		doc_set_bool(parameter, "required", true);
		doc_set_text(doc_set_object(parameter, "schema"), "type", "string");
		path = close + 1;
	}
}

/* "lines.*.label" is a list of objects, "ids.*" one of texts, "fields.**" an object whose names the module says; the
 * schema of a leaf is a text: the server reads numbers and days from texts. */
static void
add_field(struct doc *schema, struct str name)
{
	struct str first = str_cut(&name, '.');
	struct doc *properties = (struct doc *)doc_get(schema, STR("properties"));
	struct doc *property;

	if (properties == NULL) {
		doc_set_text(schema, "type", "object");
		properties = doc_set_object(schema, "properties");
	}
	property = (struct doc *)doc_get(properties, first);
	if (property == NULL)
		property = doc_set_object(properties, arena_text_of(schema->arena, first.at, first.length));
	if (name.at == NULL) {
		doc_set_text(property, "type", "string");
		return;
	}
	if (str_equal(name, STR("**"))) {
		doc_set_text(property, "type", "object");
		doc_set_bool(property, "additionalProperties", true);
		return;
	}
	if (str_equal(name, STR("*"))) {
		doc_set_text(property, "type", "array");
		doc_set_text(doc_set_object(property, "items"), "type", "string");
		return;
	}
	if (str_starts(name, STR("*."))) {
		struct doc *items = (struct doc *)doc_get(property, STR("items"));

		doc_set_text(property, "type", "array");
		property = items != NULL ? items : doc_set_object(property, "items");
		name = str_slice(name.at + 2, name.length - 2);
	}
	add_field(property, name);
}

static void
add_body(struct doc *operation, const struct route *route)
{
	struct str rest = str_of(route->fields);
	struct doc *body, *content, *schema;

	if (route->receive != NULL) {
		body = doc_set_object(doc_set_object(operation, "requestBody"), "content");
		schema = doc_set_object(doc_set_object(body, "application/octet-stream"), "schema");
		doc_set_text(schema, "type", "string");
		doc_set_text(schema, "format", "binary");
		return;
	}
	if (http_is_safe(route->method) || route->fields == NULL)
		return;
	body = doc_set_object(operation, "requestBody");
	content = doc_set_object(body, "content");
	schema = doc_set_object(
		doc_set_object(content, route->upload_limit > 0 ? "multipart/form-data" : "application/json"),
		"schema");
	while (rest.at != NULL) {
		struct str field = str_cut(&rest, ' ');

		if (field.length > 0)
			add_field(schema, field);
	}
}

static void
add_responses(struct doc *operation, const struct route *route)
{
	struct doc *responses = doc_set_object(operation, "responses");

	doc_set_text(doc_set_object(responses, "200"), "description", "The document of the page");
	if (route->audience != PUBLIC)
		doc_set_text(doc_set_object(responses, "401"), "description", "Not signed in");
	doc_set_text(doc_set_object(responses, "404"), "description", "Absent, or not yours to see");
	if (!http_is_safe(route->method))
		doc_set_text(doc_set_object(responses, "422"), "description", "Refused, with one message a field");
}

static void
add_security(struct doc *operation, const struct route *route)
{
	struct doc *list = doc_set_list(operation, "security");

	if (route->audience == STAFF) {
		doc_set_list(doc_add_object(list), "token");
		doc_set_list(doc_add_object(list), "console");
	} else if (route->audience == PORTAL) {
		doc_set_list(doc_add_object(list), "portal");
	}
}

/* Methods of WebDAV have no place in an OpenAPI document: RFC 4918 says what they do. */
static void
add_operation(struct doc *paths, const struct feature *feature, const struct route *route)
{
	static const char *const methods[HTTP_METHODS] = {"get", "post", "put", "patch", "delete", "options"};
	const char *key = plain_path(paths->arena, route->path);
	struct doc *path = (struct doc *)doc_get(paths, str_of(key));
	struct doc *operation;

	if (methods[route->method] == NULL)
		return;
	if (path == NULL)
		path = doc_set_object(paths, key);
	operation = doc_set_object(path, methods[route->method]);
	doc_set_text(operation, "summary", route->about);
	doc_add_text(doc_set_list(operation, "tags"), feature->name);
	doc_set_text(operation, "x-audience", audience_words[route->audience]);
	doc_set_text(operation, "x-permission", route->permission->name);
	add_parameters(operation, route->path);
	add_body(operation, route);
	add_responses(operation, route);
	add_security(operation, route);
}

static void
add_schemes(struct doc *document)
{
	struct doc *schemes = doc_set_object(doc_set_object(document, "components"), "securitySchemes");
	struct doc *token = doc_set_object(schemes, "token");
	static const char *const cookies[][2] = {{"console", "sid"}, {"portal", "pid"}};

	doc_set_text(token, "type", "http");
	doc_set_text(token, "scheme", "bearer");
	for (size_t i = 0; i < 2; i++) {
		struct doc *cookie = doc_set_object(schemes, cookies[i][0]);

		doc_set_text(cookie, "type", "apiKey");
		doc_set_text(cookie, "in", "cookie");
		doc_set_text(cookie, "name", cookies[i][1]);
	}
}

struct doc *
openapi_doc(struct arena *arena, const struct house *house)
{
	struct doc *document = doc_object(arena);
	struct doc *info, *paths;

	doc_set_text(document, "openapi", "3.1.0");
	info = doc_set_object(document, "info");
	doc_set_text(info, "title", "Parvis");
	doc_set_text(info, "version", PARVIS_VERSION);
	doc_set_text(
		info, "description",
		"Send Accept: application/json. Identifiers are 13 characters, amounts are texts with their "
		"currency, days are YYYY-MM-DD, instants RFC 3339. Values may be sent as they are told: an amount as "
		"{amount, currency}, a record, a staff user or a file as {id, name}, of which the id counts.");
	doc_set_text(doc_add_object(doc_set_list(document, "servers")), "url", house->config->public_url);
	paths = doc_set_object(document, "paths");
	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->route_count; i++)
			add_operation(paths, house->features[f], &house->features[f]->routes[i]);
	add_schemes(document);
	return document;
}
