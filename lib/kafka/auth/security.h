// The locks between us and Kafka: what can be known of the keys before connecting, and what a refusal means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace marsad::kafka {

// Whether certificates, keys and tokens of `properties`, all of them valid by themselves, can be used together. Reads
// their files, connects to nothing.
Result<void> CheckSecurity(const Properties& properties);

// What a person can do where `words`, a complaint of librdkafka about a connection, means a refusal; empty: nothing
// that we know of. The complaint is matched as text, since librdkafka gives no closer reason.
std::string ConnectionAdvice(std::string_view words, const Properties& properties);

// Whether librdkafka's error `code` says that this principal lacks a right. A right can be granted while we wait.
bool IsDenied(int code);
// The right that is missing where a call of this stage is answered with `code`: "grant Read on group news-tag". `topic`
// is what the call was about, empty if it is not known.
std::string MissingRight(int code, const ClientOptions& options, std::string_view topic);

// A sentence for each known defect of librdkafka `version` (as rd_kafka_version() has it) with these properties.
std::vector<std::string> SecurityDefects(const Properties& properties, int version);

}  // namespace marsad::kafka
