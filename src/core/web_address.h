/* web_address: addresses of the web that people of the portal are led to. */
#ifndef CORE_WEB_ADDRESS_H
#define CORE_WEB_ADDRESS_H

struct arena;

/* Why nobody may be led to this address (English, N_); NULL: they may. Only https, and nothing before the name of the
 * server: what stands there is taken for the server by those who read it (RFC 3986, 7.6). */
const char *web_address_refusal(const char *url);
/* The server's name, with its port, in an address that was not refused. */
const char *web_address_server(struct arena *arena, const char *url);

#endif
