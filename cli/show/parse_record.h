// A record of a topic as the message that its header names.
#pragma once

#include <optional>
#include <string_view>

#include "lib/kafka/tools/reader.h"
#include "lib/record/header.h"

namespace marsad::cli {

// None: the header content-type names another one, or the value does not parse.
template <class Message>
std::optional<Message> ParseAs(const kafka::ReadRecord& record) {
  std::string_view type = record::FindHeader(record.headers, "content-type").value_or("");
  if (!record.value || !type.ends_with(Message::descriptor()->full_name())) return std::nullopt;
  Message message;
  if (!message.ParseFromArray(record.value->data(), static_cast<int>(record.value->size()))) return std::nullopt;
  return message;
}

}  // namespace marsad::cli
