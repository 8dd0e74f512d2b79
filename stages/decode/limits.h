// How much decode takes. The fields are named as limits.* in the configuration, which has their defaults and ranges.
#pragma once

#include <cstddef>

namespace marsad::decode {

struct Limits {
  size_t title_chars;
  size_t body_chars;
  size_t feed_items;  // articles of one record
  size_t nesting;     // levels of JSON values and of XML and HTML elements
  size_t links;       // of one article
};

// What describes an article is bounded too, in bytes of UTF-8: a feed's title is copied into each of its items. What is longer is cut and
// named in Draft::ignored_fields; addresses, which would lead elsewhere, are left out.
inline constexpr size_t kMaxSourceNameBytes = 500;
inline constexpr size_t kMaxAddressBytes = 2048;  // of a url, a source's or a subject's uri, a related item
inline constexpr size_t kMaxAuthors = 64;
inline constexpr size_t kMaxAuthorBytes = 300;
inline constexpr size_t kMaxSubjects = 200;
inline constexpr size_t kMaxSubjectBytes = 300;
inline constexpr size_t kMaxRelated = 64;
inline constexpr size_t kMaxRelationBytes = 100;
inline constexpr size_t kMaxCorrectionBytes = 10'000;
inline constexpr size_t kMaxLabelBytes = 200;  // of a version, a language, a country

}  // namespace marsad::decode
