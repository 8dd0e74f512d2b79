// What a format's reader made of the bytes, before the rules that all formats share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/article/marked.h"
#include "stages/decode/article/moment.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

enum class PubStatus { kUsable, kWithheld, kCanceled };

// Mirrors marsad.v1.Article; what the source did not say is empty or absent. All strings are valid UTF-8.
struct Draft {
  struct Subject {
    std::string uri;
    std::string name;
  };
  struct Related {
    std::string uri;
    std::string relation;
  };

  std::string uri;
  std::optional<uint64_t> version;
  std::string version_label;
  std::string title;
  std::string body;
  std::string language;
  std::optional<PubStatus> pub_status;
  std::string source_name;
  std::string source_uri;
  std::string source_country;
  std::string url;  // where people read it
  std::vector<std::string> authors;
  std::optional<uint32_t> urgency;
  std::vector<Subject> subjects;
  std::optional<Moment> published;  // of the first version
  std::optional<Moment> updated;    // of this version
  std::optional<Moment> embargoed_until;
  std::string correction;
  std::vector<Marked> markup;
  bool partial = false;  // only the opening of the text came
  std::vector<Related> related;

  // What was not taken over: names of unknown fields, and known ones with the reason ("published: not a date: ...").
  std::vector<std::string> ignored_fields;
  // What a person should know before trusting the article: sentences.
  std::vector<std::string> warnings;
  uint32_t repairs = 0;   // U+FFFD that the reader put in
  uint32_t controls = 0;  // control characters that the reader left out of the texts
  uint32_t index = 0;     // place among the record's articles, if there may be several

  // Takes the first `bytes` off the title or the body; its marks move with the text.
  void CutFront(TextField field, size_t bytes);
};

// What a reader made of one record.
struct Drafts {
  // An article of several that cannot be read, while the others can.
  struct Refused {
    uint32_t index;
    Refusal why;
  };

  std::vector<Draft> drafts;
  std::vector<Refused> refused;
  bool is_list = false;  // a feed or a batch, even if it holds one article or none
  size_t beyond = 0;     // articles that were left unread since limits.feed_items was reached

  // The only article of a record.
  static Drafts One(Draft draft);
  // Whether the limit leaves no room for one more.
  bool IsFull(size_t feed_items) const { return drafts.size() + refused.size() >= feed_items; }
  // Takes what became of the next article of a list; beyond `feed_items` it only counts.
  void Add(OrRefusal<Draft> read, size_t feed_items);
  // Feeds give one guid to different items. Two of one identity are two articles where both stand in one document: their uris then add
  // the link or, if that is the same, the title, never the place. Versions of one article keep their uri.
  void DistinguishItems();
};

}  // namespace marsad::decode
