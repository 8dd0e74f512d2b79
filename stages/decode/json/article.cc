#include "stages/decode/json/article.h"

#include <simdjson.h>

#include <string>
#include <utility>

#include "stages/decode/article/partial.h"
#include "stages/decode/json/envelope.h"
#include "stages/decode/json/generic_article.h"
#include "stages/decode/json/loose_values.h"
#include "stages/decode/json/ninjs_article.h"
#include "stages/decode/json/own_fields.h"
#include "stages/decode/json/parser.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kDeepestText = 3;  // JSON in texts of JSON

// Of what stands in no envelope.
OrRefusal<Draft> ReadOpened(const element& value, const JsonFeed& feed) {
  object fields;
  if (value.get(fields)) {
    return Refuse(Fault::kMalformed, "the JSON is " + ShowJson(value) +
                                         "; allowed is one object, which is one article, or a list of such objects");
  }
  OrRefusal<Draft> draft = IsNinjs(fields) ? ReadNinjs(fields, feed) : ReadObject(fields, feed);
  if (draft) NotePartial(&*draft);
  return draft;
}

OrRefusal<Draft> ReadElement(element value, const JsonFeed& feed) {
  OrRefusal<JsonEnvelope> envelope = OpenEnvelope(&value);
  if (!envelope) return tl::unexpected(std::move(envelope.error()));
  OrRefusal<Draft> draft = ReadOpened(value, envelope->feed.identity.empty() ? feed : envelope->feed);
  if (draft && !envelope->name.empty()) draft->warnings.push_back("opened: " + envelope->name);
  return draft;
}

// Whether a chat's entry has no text: someone came, or sent a picture alone.
bool IsEvent(const element& value) {
  object fields;
  element text;
  if (value.get(fields) || fields["text"].get(text)) return false;
  return TextIn(text).value_or("").find_first_not_of(" \t\r\n") == std::string::npos;
}

// `root` is opened; what a list holds is not.
OrRefusal<Drafts> ReadRoot(const element& root, const JsonFeed& feed, const Limits& limits) {
  array list;
  if (root.get(list)) return ReadOpened(root, feed).map(Drafts::One);
  Drafts drafts;
  drafts.is_list = true;
  for (const element each : list) {
    if (feed.has_events && IsEvent(each)) continue;
    if (drafts.IsFull(limits.feed_items)) {
      ++drafts.beyond;
    } else {
      drafts.Add(ReadElement(each, feed), limits.feed_items);
    }
  }
  // Marsad's own uris are what their producer says; ids of feeds may be anything.
  if (!feed.identity.empty() || !feed.link.empty()) drafts.DistinguishItems();
  return drafts;
}

}  // namespace

JsonReader::JsonReader() : parser_(std::make_unique<JsonParser>()) {}
JsonReader::~JsonReader() = default;

OrRefusal<Drafts> JsonReader::Read(std::string_view text, const Limits& limits) {
  std::string inner;  // the text of JSON that stood in a text
  std::string opened;
  uint32_t repairs = 0;
  for (int depth = 0; depth <= kDeepestText; ++depth) {
    const OrRefusal<const element*> parsed = parser_->Parse(text, limits.nesting);
    if (!parsed) return tl::unexpected(parsed.error());
    repairs += parser_->repairs();
    element root = **parsed;
    OrRefusal<JsonEnvelope> envelope = OpenEnvelope(&root);
    if (!envelope) return tl::unexpected(std::move(envelope.error()));
    if (!envelope->name.empty()) opened += (opened.empty() ? "" : ", ") + envelope->name;
    if (!envelope->text.empty()) {
      inner = std::move(envelope->text);
      text = inner;
      continue;
    }
    OrRefusal<Drafts> drafts = ReadRoot(root, envelope->feed, limits);
    if (!drafts) return drafts;
    // Which article of a list the repairs were in is not known.
    for (Draft& draft : drafts->drafts) {
      draft.repairs += repairs;
      if (!opened.empty()) draft.warnings.insert(draft.warnings.begin(), "opened: " + opened);
    }
    return drafts;
  }
  return Refuse(Fault::kMalformed,
                "JSON stands in a text of JSON more than " + std::to_string(kDeepestText) + " times");
}

std::span<const std::string_view> KnownJsonFields() { return OwnFields(); }

}  // namespace marsad::decode
