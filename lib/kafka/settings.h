// Which librdkafka properties each kind of client gets: defaults of ours, then the user's, then what must be.
#pragma once

#include "lib/kafka/options.h"

namespace marsad::kafka {

Properties ConsumerSettings(const ClientOptions& options);
Properties TransactionalProducerSettings(const ClientOptions& options);
// Acknowledged by all replicas, in order, without duplicates of its own; no transaction.
Properties IdempotentProducerSettings(const Properties& user, size_t max_record_bytes);
Properties ReaderSettings(const Properties& user);
// Of the state topic of a stateful step: one reads what is committed, the other asks where all of it ends.
Properties StateReaderSettings(const ClientOptions& options);
Properties StateEndSettings(const ClientOptions& options);
Properties AdminSettings(const Properties& user);

}  // namespace marsad::kafka
