// Which language a text is in.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/span.h"
#include "lib/text/token.h"

namespace marsad::normalize {

struct Language {
  std::string tag = "und";  // BCP 47; "und" where the text does not tell
  uint32_t confidence = 0;  // per mille
};

// Letters of a text by script; numbers and scripts that have no name here do not count.
class ScriptCounts {
 public:
  void Add(const text::Token& token) { bytes_[static_cast<size_t>(token.script)] += token.original.size(); }
  // The script of most letters, however many bytes each takes; a character of Han or Kana or a syllable of Hangul counts
  // as two. kOther where there are none.
  text::Script Dominant() const;
  // Of the words in `script`.
  uint32_t Bytes(text::Script script) const { return bytes_[static_cast<size_t>(script)]; }

 private:
  uint32_t bytes_[11] = {};
};

// What the detector is given: a text's beginning, with its words.
struct LanguageSample {
  std::string_view text;
  text::Script script = text::Script::kOther;  // of most of its letters
  std::string_view claimed;                    // BCP 47; what the source says; may be empty
};

// A script that only one language of the news writes decides by itself; for Arabic script the letters that each
// language has added to it do, and common words where a text has few of them; for the rest CLD2 is asked. If that is not
// sure, or names a language whose alphabet the text contradicts, common words and the claim decide (alphabet.h). Reads at most kLanguageSample bytes. Thread-safe,
// deterministic.
Language DetectLanguage(const LanguageSample& sample);

inline constexpr size_t kLanguageSample = 640;  // bytes; CLD2's time grows with them, its answer hardly changes

}  // namespace marsad::normalize
