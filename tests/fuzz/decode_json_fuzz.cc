// Any text as JSON: Marsad's own, ninjs, and an event of CloudEvents around either. Sound articles or a sentence; white
// space around a text changes nothing.
#include "lib/text/utf8.h"
#include "stages/decode/contract/event.h"
#include "stages/decode/json/article.h"
#include "tests/fuzz/check.h"

namespace {

using marsad::decode::EventMode;
using marsad::fuzz::kLimits;
using marsad::fuzz::Require;
using marsad::fuzz::RequireSound;

void CheckEvents(std::string_view text, EventMode mode, marsad::decode::JsonParser* parser) {
  const auto events = marsad::decode::ReadEvents(text, mode, kLimits, parser);
  if (!events) return RequireSound(events.error());
  Require(events->events.size() <= kLimits.feed_items, "no more events than the limit has it");
  for (const auto& event : events->events) {
    if (!event) {
      RequireSound(event.error());
      continue;
    }
    for (const std::string_view said : {event->context.source, event->context.subject, event->content_type}) {
      marsad::fuzz::RequireUtf8(said);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static marsad::decode::JsonReader reader;
  const auto repaired = marsad::text::RepairUtf8(marsad::fuzz::BytesOf(data, size));
  const auto read = reader.Read(repaired.text, kLimits);
  RequireSound(read, kLimits.feed_items);
  const auto padded = reader.Read(" \n" + repaired.text + "\t\r\n ", kLimits);
  Require(read.has_value() == padded.has_value(), "white space around JSON says nothing");
  if (read) {
    Require(read->drafts.size() == padded->drafts.size(), "white space around JSON makes no article");
    for (size_t i = 0; i < read->drafts.size(); ++i) {
      Require(read->drafts[i].title == padded->drafts[i].title && read->drafts[i].body == padded->drafts[i].body,
              "white space around JSON changes no text");
    }
  }
  CheckEvents(repaired.text, EventMode::kStructured, &reader.parser());
  CheckEvents(repaired.text, EventMode::kBatch, &reader.parser());
  return 0;
}
