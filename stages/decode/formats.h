// The table of text formats: what each is called in a content-type, and who reads it. A new format is one row.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/json/article.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// What a reader is given. Borrowed for the call.
struct Reading {
  std::string_view text;  // valid UTF-8, whatever the text itself says of its encoding
  const Limits& limits;
  JsonReader& json;  // the worker's own
};

struct Format {
  std::string_view media_types[8];  // lower case; the first is the one that Input.content_type gets by guessing
  OrRefusal<Drafts> (*read)(const Reading& in);
  bool is_markup = false;  // XML or HTML: may declare its own encoding
  bool is_lines = false;   // an article a line: JSON, or a table; whatever the first one begins with
  bool is_json = false;    // may be a CloudEvent around an article
};

// The row for a media type in lower case, if there is none for its suffix +json or +xml (RFC 6839); null: not here.
const Format* FindFormat(std::string_view media_type);

// What the first characters of valid UTF-8 look like; empty if like nothing that is known. Markup is never plain text:
// it would end up in alerts. Looks at some 1,000 bytes but for the letters of a plain text.
std::string_view GuessMediaType(std::string_view text);

// What a text is that was declared to be of `declared`: the same, or where its first characters contradict it, what they are.
// A feed or NewsML that was sent as a page or as plain text, a page that was sent as XML or plain text, JSON that was sent
// as any of them.
const Format& FormatByLooks(const Format& declared, std::string_view text);

// All media types that are accepted, for sentences.
std::string AcceptedTypes();

}  // namespace marsad::decode
