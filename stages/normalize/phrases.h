// The table data/phrases.tsv: lines and names that tell boilerplate, bylines and agencies.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "stages/normalize/article.h"

namespace marsad::normalize {

enum class Rule : uint8_t { kBoilerplate, kByline };

// Words of Chinese and Japanese credits, which are written without blanks.
enum class HanWord : uint8_t { kOutlet, kDispatch, kPaper, kReporter };
inline constexpr size_t kHanWords = 4;

// Immutable; one for the process.
class Phrases {
 public:
  static const Phrases& Get();

  // Whether the words `tokens` of `field`, which make up the line `line`, match a phrase of `rule`.
  bool Match(Rule rule, const Field& field, std::span<const text::Token> tokens, text::OriginalSpan line) const;

  // Whether `name` is a news agency's, whatever its dots and blanks: A.F.P. is AFP.
  bool IsAgency(std::string_view name) const;

  // As the table has them, not folded.
  const std::vector<std::string>& Of(HanWord word) const { return han_words_[static_cast<size_t>(word)]; }

  // The table as it was compiled in.
  static std::string_view Table();

 private:
  // Where in the line a phrase stands.
  enum class Place : uint8_t { kStart, kAny, kWhole, kAround };
  struct Phrase {
    Place place = Place::kStart;
    std::vector<std::string> words;   // folded; one at least
    std::vector<std::string> behind;  // kAround: likewise, what stands somewhere behind them
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Matchers {
    std::unordered_map<std::string, std::vector<Phrase>, Hash, std::equal_to<>> by_first_word;
    std::vector<std::string> signs;
  };
  Phrases();
  void Add(std::string_view line);
  bool AddHanWord(std::string_view rule, std::string_view word);

  std::array<Matchers, 2> rules_;
  std::unordered_set<std::string> agencies_;
  std::array<std::vector<std::string>, kHanWords> han_words_;
};

}  // namespace marsad::normalize
