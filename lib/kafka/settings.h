// Which librdkafka properties each kind of client gets: defaults of ours, then the user's, then what must be.
#pragma once

#include "lib/kafka/options.h"

namespace marsad::kafka {

Properties ConsumerSettings(const ClientOptions& options);
Properties TransactionalProducerSettings(const ClientOptions& options);
// Acknowledged by all replicas, in order, without duplicates of its own; no transaction.
Properties IdempotentProducerSettings(const Properties& user, size_t max_record_bytes);
Properties ReaderSettings(const Properties& user);
Properties AdminSettings(const Properties& user);

}  // namespace marsad::kafka
