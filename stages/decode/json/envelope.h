// What stands around articles in JSON: the envelopes of connectors, change events, queues and services, and answers that
// list articles.
#pragma once

#include <string>
#include <vector>

#include "stages/decode/json/generic_article.h"
#include "stages/decode/refusal.h"

namespace simdjson::dom {
class element;
}

namespace marsad::decode {

struct JsonEnvelope {
  std::string name = {};  // what was opened, outermost first, for a person; empty: nothing was
  std::string text = {};  // JSON that stood inside a text and is to be parsed in the article's place; empty: none did
  JsonFeed feed = {};     // what the envelope says of all that is in it
};

// Opens what stands around the article or articles in `value`, which becomes them: an object or a list. Known envelopes go
// by their members (Kafka Connect, Debezium, Maxwell, SNS, Pub/Sub, EventBridge, Event Grid, Elasticsearch, JSON Feed ...);
// of others one is opened where it has no text of its own and exactly one member is an article or a list of such. Refused,
// by name: a change event that deletes, and an object of which it is not clear what the article is.
OrRefusal<JsonEnvelope> OpenEnvelope(simdjson::dom::element* value);

}  // namespace marsad::decode
