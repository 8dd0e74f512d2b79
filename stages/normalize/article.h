// What the core of normalize takes and makes: plain structs, no protobuf.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/span.h"
#include "lib/text/token.h"
#include "stages/normalize/language.h"

namespace marsad::normalize {

// The numbers are those of marsad.v1.Block.Kind.
enum class BlockKind : uint8_t {
  kUnspecified = 0,
  kTitle = 1,
  kHeading = 2,
  kParagraph = 3,
  kByline = 4,
  kDateline = 5,
  kCaption = 6,
  kBoilerplate = 7,
  kListItem = 8,
  kQuote = 9,
  kRepeatedTitle = 10,
  kTable = 11,
  kNote = 12,
};

// The numbers are those of marsad.v1.Markup.Kind.
enum class MarkupKind : uint8_t {
  kUnspecified = 0,
  kHeading = 1,
  kParagraph = 2,
  kByline = 3,
  kDateline = 4,
  kCaption = 5,
  kQuote = 6,
  kLink = 7,
  kListItem = 8,
  kTable = 9,
};
inline constexpr size_t kMarkupKinds = 10;

// Structure that the source stated; spans in the body.
struct Markup {
  MarkupKind kind = MarkupKind::kUnspecified;
  text::OriginalSpan span;
};

// Everything is borrowed for the call. `title` and `body` are valid UTF-8 and less than 4 GiB long.
struct Article {
  std::string_view title;
  std::string_view body;
  std::string_view claimed_language;  // BCP 47; may be empty
  std::span<const std::string_view> authors;
  std::span<const Markup> markup;
  const std::map<uint64_t, uint64_t>* repeated_lines = nullptr;  // of the source (repeated_lines.h); may be null
};

// One of the two texts, folded and cut into words.
struct Field {
  std::string_view original;
  text::Folded folded;
  std::vector<text::Token> tokens;

  std::string_view Word(const text::Token& token) const { return token.search.Cut(folded.search); }
};

// Folds and cuts `original`, which the field borrows.
Field MakeField(std::string_view original);

// Walks over the words of a text, stretch by stretch. `tokens` must outlive it.
class WordCursor {
 public:
  explicit WordCursor(std::span<const text::Token> tokens) : tokens_(tokens) {}

  // The words that begin in `span`; spans must come in order.
  std::span<const text::Token> Take(text::OriginalSpan span) {
    while (next_ < tokens_.size() && tokens_[next_].original.begin < span.begin) ++next_;
    const size_t first = next_;
    while (next_ < tokens_.size() && tokens_[next_].original.begin < span.end) ++next_;
    return tokens_.subspan(first, next_ - first);
  }

 private:
  std::span<const text::Token> tokens_;
  size_t next_ = 0;
};

struct Block {
  BlockKind kind = BlockKind::kUnspecified;
  text::OriginalSpan span;  // in the title where kTitle, else in the body
  std::string language;     // only if it differs from the article's
};

struct Normalized {
  Field title;
  Field body;
  Language language;
  std::vector<Block> blocks;
  std::vector<text::OriginalSpan> sentences;  // in the body
};

}  // namespace marsad::normalize
