// Records between our structs and librdkafka's messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/base/timestamp.h"
#include "lib/record/header.h"

struct rd_kafka_s;
struct rd_kafka_topic_s;
struct rd_kafka_headers_s;
struct rd_kafka_message_s;

namespace marsad::kafka {

struct Outgoing {
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;
  std::optional<Timestamp> timestamp{};  // absent: the client's clock when it is sent
  std::optional<Partition> partition{};  // absent: by the key
};

// Null if there are none. The caller owns the result.
rd_kafka_headers_s* MakeHeaders(record::HeadersView headers);
rd_kafka_headers_s* MakeHeaders(const record::Headers& headers);

// Queues a copy of `outgoing`, taking `headers` over in any case. Returns librdkafka's error code, 0 for success.
int ProduceCopy(rd_kafka_s* client, rd_kafka_topic_s* topic, const Outgoing& outgoing, rd_kafka_headers_s* headers);

std::optional<std::string_view> KeyOf(const rd_kafka_message_s& message);
std::optional<std::string_view> ValueOf(const rd_kafka_message_s& message);
Timestamp TimestampOf(const rd_kafka_message_s& message);
// Appends the headers of `message`; views live as long as it does.
void AppendHeaders(const rd_kafka_message_s& message, std::vector<record::HeaderView>* headers);

}  // namespace marsad::kafka
