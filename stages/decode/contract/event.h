// CloudEvents 1.0 around an article: https://github.com/cloudevents/spec, the bindings for Kafka and JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/record/header.h"
#include "stages/decode/article/moment.h"
#include "stages/decode/json/parser.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::v1 {
class Article;
}

namespace marsad::decode {

// What the event says of its article. Valid UTF-8; empty if it says nothing.
struct EventContext {
  std::string source = {};
  std::string subject = {};
  std::optional<Moment> time = {};
};

// Binary mode: attributes in headers ce_*. Absent if there is no ce_specversion; refused if it is not 1.x.
OrRefusal<std::optional<EventContext>> ReadEventHeaders(record::HeadersView headers);

enum class EventMode { kNone, kStructured, kBatch };
EventMode EventModeOf(std::string_view media_type);

// Of JSON that came under another type than an event's: an object with the attributes that every event must have
// (specversion, id, source, type) and none of an article's own texts (title, body, what only ninjs has), or a list of
// nothing but such. Parses only what names specversion; what is no JSON is none. `text` is valid UTF-8.
EventMode GuessEventMode(std::string_view text, size_t nesting, JsonParser* parser);

// An event of the JSON format, with a copy of its data.
struct Event {
  EventContext context = {};
  std::string content_type = {};  // datacontenttype; empty: not said
  std::string data = {};
};

struct Events {
  std::vector<OrRefusal<Event>> events;
  size_t beyond = 0;  // left out since limits.feed_items was reached
};

// Reads one event, or in a batch all of a list. `text` is valid UTF-8.
OrRefusal<Events> ReadEvents(std::string_view text, EventMode mode, const Limits& limits, JsonParser* parser);

// Fills in what the article itself does not say: the source's address; `subject`, which names the article inside its
// source, as uri; `time` as time of the update where there is no other. The event's id is not looked at: each version of
// an article comes in an event of its own.
void Supplement(const EventContext& context, v1::Article* article);

}  // namespace marsad::decode
