#include "lib/kafka/wire.h"

#include <librdkafka/rdkafka.h>

namespace marsad::kafka {
namespace {

template <class Headers>
rd_kafka_headers_t* Make(const Headers& headers) {
  if (headers.empty()) return nullptr;
  rd_kafka_headers_t* made = rd_kafka_headers_new(headers.size());
  for (const auto& [key, value] : headers) {
    // A null pointer is Kafka's null, so an empty value needs an address.
    const char* bytes = !value ? nullptr : value->empty() ? "" : value->data();
    rd_kafka_header_add(made, key.data(), static_cast<ssize_t>(key.size()), bytes,
                        value ? static_cast<ssize_t>(value->size()) : 0);
  }
  return made;
}

const char* Address(const std::optional<std::string_view>& bytes) {
  if (!bytes) return nullptr;
  return bytes->empty() ? "" : bytes->data();
}

size_t Size(const std::optional<std::string_view>& bytes) { return bytes ? bytes->size() : 0; }

std::optional<std::string_view> View(const void* bytes, size_t size) {
  if (bytes == nullptr) return std::nullopt;
  return std::string_view(static_cast<const char*>(bytes), size);
}

}  // namespace

rd_kafka_headers_s* MakeHeaders(record::HeadersView headers) { return Make(headers); }
rd_kafka_headers_s* MakeHeaders(const record::Headers& headers) { return Make(headers); }

int ProduceCopy(rd_kafka_s* client, rd_kafka_topic_s* topic, const Outgoing& outgoing, rd_kafka_headers_s* headers) {
  const char* key = Address(outgoing.key);
  // The interface wants a mutable address but only copies from it.
  char* value = const_cast<char*>(Address(outgoing.value));
  constexpr int64_t kNow = 0;  // librdkafka's word for its own clock
  const int64_t timestamp = outgoing.timestamp ? outgoing.timestamp->millis() : kNow;
  const int32_t partition = outgoing.partition ? outgoing.partition->number() : RD_KAFKA_PARTITION_UA;
  // Tags and types as the macros RD_KAFKA_V_... would write them; those are no standard C++.
  const rd_kafka_resp_err_t code = rd_kafka_producev(
      client, RD_KAFKA_VTYPE_RKT, topic, RD_KAFKA_VTYPE_PARTITION, partition, RD_KAFKA_VTYPE_KEY, key,
      Size(outgoing.key), RD_KAFKA_VTYPE_VALUE, value, Size(outgoing.value), RD_KAFKA_VTYPE_TIMESTAMP, timestamp,
      RD_KAFKA_VTYPE_HEADERS, headers, RD_KAFKA_VTYPE_MSGFLAGS, RD_KAFKA_MSG_F_COPY, RD_KAFKA_VTYPE_END);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR && headers != nullptr) rd_kafka_headers_destroy(headers);
  return code;
}

std::optional<std::string_view> KeyOf(const rd_kafka_message_s& message) { return View(message.key, message.key_len); }

std::optional<std::string_view> ValueOf(const rd_kafka_message_s& message) {
  return View(message.payload, message.len);
}

Timestamp TimestampOf(const rd_kafka_message_s& message) {
  return Timestamp::FromMillis(rd_kafka_message_timestamp(&message, nullptr));
}

void AppendHeaders(const rd_kafka_message_s& message, std::vector<record::HeaderView>* headers) {
  rd_kafka_headers_t* all = nullptr;
  if (rd_kafka_message_headers(&message, &all) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(all, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    headers->push_back({name, View(value, size)});
  }
}

}  // namespace marsad::kafka
