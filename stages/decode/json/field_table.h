// What fields of an article are called by those who send JSON or tables of their own making: data/json_fields.tsv.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace marsad::decode {

enum class FieldRole : uint8_t {
  kUnknown,
  kUri,
  kId,  // an identity inside its source
  kUrl,
  kTitle,
  kBody,    // the full text
  kTeaser,  // a shorter one
  kLanguage,
  kCountry,
  kSource,
  kSourceUri,
  kAuthors,
  kPublished,
  kUpdated,
  kSubjects,
  kRelated,  // a picture, a film
  kPartial,
  kPassed,  // known to say nothing of an article
};
inline constexpr size_t kFieldRoles = static_cast<size_t>(FieldRole::kPassed) + 1;

struct KnownField {
  FieldRole role = FieldRole::kUnknown;
  int rank = 0;  // of several fields for one thing the highest counts
};

// `key` as it was written: case of ASCII letters, hyphens, underscores, blanks, dots and colons do not count. Thread-safe.
KnownField FindField(std::string_view key);

// What stands in an article's way to be understood, for a sentence: the first names of titles and texts.
inline constexpr std::string_view kTextFields =
    "title, headline; body, content, text, articleBody, description, summary and their kin";

}  // namespace marsad::decode
