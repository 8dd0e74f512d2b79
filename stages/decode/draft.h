// What a format's reader made of the bytes, before the rules that all formats share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/moment.h"

namespace marsad::decode {

enum class PubStatus { kUsable, kWithheld, kCanceled };

// Mirrors marsad.v1.Article; what the source did not say is empty or absent. All strings are valid UTF-8.
struct Draft {
  struct Subject {
    std::string uri;
    std::string name;
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
  std::string url;
  std::vector<std::string> authors;
  std::optional<uint32_t> urgency;
  std::vector<Subject> subjects;
  std::optional<Moment> published;
  std::optional<Moment> updated;
  std::optional<Moment> embargoed_until;
  std::string correction;

  // What was not taken over: names of unknown fields, and known ones with the reason ("published: not a date: ...").
  std::vector<std::string> ignored_fields;
  uint32_t repairs = 0;  // U+FFFD that the reader put in
};

}  // namespace marsad::decode
