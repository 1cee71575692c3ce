/* listen: makes the socket that a server accepts on. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

struct arena;

/* "127.0.0.1:8080", "[::]:8080" or "unix:/path". The socket, or -1 and *error a sentence. *port: 0 for "unix:". */
int listen_on(struct arena *arena, const char *where, unsigned *port, const char **error);

/* Removes the file of a "unix:" socket. */
void listen_clean(const char *where);

#endif
