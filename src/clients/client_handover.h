/* client_handover: no client loses the last one who has it in full when accounts or rights of staff change. */
#ifndef CLIENTS_CLIENT_HANDOVER_H
#define CLIENTS_CLIENT_HANDOVER_H

#include "core/handover.h"

extern const struct handover client_handover;

#endif
