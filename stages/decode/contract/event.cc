#include "stages/decode/contract/event.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/base64.h"
#include "lib/text/utf8.h"
#include "marsad/v1/article.pb.h"
#include "stages/decode/contract/message.h"
#include "stages/decode/json/ninjs_article.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string Header(record::HeadersView headers, std::string_view name) {
  return text::RepairUtf8(record::FindHeader(headers, name).value_or("")).text;
}

OrRefusal<void> CheckVersion(std::string_view version) {
  if (version == "1.0" || version.starts_with("1.")) return {};
  return Refuse(Fault::kUnknownFormat,
                "the CloudEvents attribute specversion is " + Quote(version) + "; allowed is 1.0");
}

std::string StringOf(const object& event, const char* name) {
  std::string_view text;
  if (event[name].get(text)) return {};
  return std::string(text);
}

OrRefusal<void> TakeData(const object& fields, Event* event) {
  std::string_view text;
  if (!fields["data_base64"].get(text)) {
    std::optional<std::string> bytes = DecodeBase64(text);
    if (!bytes) return Refuse(Fault::kBadField, "field \"data_base64\" of the event is no base64");
    event->data = std::move(*bytes);
    return {};
  }
  element data;
  if (fields["data"].get(data) || data.is_null()) {
    return Refuse(
        Fault::kMissingField,
        "the event holds no \"data\"; what ends an article is a record with a null value under its uri as key");
  }
  if (!data.get(text)) {
    event->data = text;
    return {};
  }
  event->data = simdjson::minify(data);
  if (event->content_type.empty()) event->content_type = "application/json";
  return {};
}

OrRefusal<Event> ReadEvent(const element& value) {
  object fields;
  if (value.get(fields)) {
    return Refuse(Fault::kMalformed, "the event is " + ShowJson(value) + "; allowed is an object");
  }
  if (auto version = CheckVersion(StringOf(fields, "specversion")); !version) return tl::unexpected(version.error());
  Event event{.context = {.source = StringOf(fields, "source"), .subject = StringOf(fields, "subject")},
              .content_type = StringOf(fields, "datacontenttype")};
  event.context.time = ParseMoment(StringOf(fields, "time"));
  if (auto data = TakeData(fields, &event); !data) return tl::unexpected(std::move(data.error()));
  return event;
}

bool LooksLikeEvent(const element& value) {
  object fields;
  if (value.get(fields) || IsNinjs(fields)) return false;
  for (const char* name : {"specversion", "id", "source", "type"}) {
    if (StringOf(fields, name).empty()) return false;
  }
  return StringOf(fields, "title").empty() && StringOf(fields, "body").empty();
}

bool IsAbsolute(std::string_view uri) {
  const size_t colon = uri.find(':');
  return colon != std::string_view::npos && colon > 0 && uri.find_first_of("/?# ") > colon;
}

}  // namespace

OrRefusal<std::optional<EventContext>> ReadEventHeaders(record::HeadersView headers) {
  const auto version = record::FindHeader(headers, "ce_specversion");
  if (!version) return std::nullopt;
  if (auto known = CheckVersion(text::RepairUtf8(*version).text); !known) return tl::unexpected(known.error());
  EventContext context{.source = Header(headers, "ce_source"), .subject = Header(headers, "ce_subject")};
  context.time = ParseMoment(Header(headers, "ce_time"));
  return context;
}

EventMode EventModeOf(std::string_view media_type) {
  if (media_type == "application/cloudevents+json") return EventMode::kStructured;
  return media_type == "application/cloudevents-batch+json" ? EventMode::kBatch : EventMode::kNone;
}

EventMode GuessEventMode(std::string_view text, size_t nesting, JsonParser* parser) {
  if (text.find("\"specversion\"") == std::string_view::npos) return EventMode::kNone;
  const OrRefusal<const element*> root = parser->Parse(text, nesting);
  if (!root) return EventMode::kNone;
  array list;
  if ((*root)->get(list)) return LooksLikeEvent(**root) ? EventMode::kStructured : EventMode::kNone;
  const bool are_events = list.size() > 0 && std::all_of(list.begin(), list.end(), LooksLikeEvent);
  return are_events ? EventMode::kBatch : EventMode::kNone;
}

OrRefusal<Events> ReadEvents(std::string_view text, EventMode mode, const Limits& limits, JsonParser* parser) {
  const OrRefusal<const element*> root = parser->Parse(text, limits.nesting);
  if (!root) return tl::unexpected(root.error());
  Events events;
  if (mode == EventMode::kStructured) {
    events.events.push_back(ReadEvent(**root));
    return events;
  }
  array list;
  if ((*root)->get(list)) {
    return Refuse(Fault::kMalformed, "the batch of events is " + ShowJson(**root) + "; allowed is a list");
  }
  for (const element each : list) {
    if (events.events.size() < limits.feed_items) {
      events.events.push_back(ReadEvent(each));
    } else {
      ++events.beyond;
    }
  }
  return events;
}

void Supplement(const EventContext& context, v1::Article* article) {
  if (!article->has_source() && !context.source.empty()) article->mutable_source()->set_uri(context.source);
  if (article->uri().empty() && article->url().empty() && !context.subject.empty()) {
    article->set_uri(IsAbsolute(context.subject) ? context.subject : context.source + "#" + context.subject);
  }
  if (context.time && !article->has_published() && !article->has_updated()) {
    FillTime(*context.time, article->mutable_updated());
  }
}

}  // namespace marsad::decode
