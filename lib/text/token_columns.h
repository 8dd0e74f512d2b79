// Tokens of an article as columns of small numbers, laid out like marsad.v1.Tokens (whose comments define them).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/base/result.h"
#include "lib/text/token.h"

namespace marsad::text {

// One position per token in every column; the title's tokens first.
struct TokenColumns {
  uint32_t title_count = 0;
  std::vector<uint32_t> gap;
  std::vector<uint32_t> length;
  std::vector<uint32_t> search_gap;
  std::vector<uint32_t> search_length;
  std::vector<uint32_t> script;
  std::vector<uint32_t> proclitic;
};

// The same, lent.
struct TokenColumnsView {
  TokenColumnsView() = default;
  TokenColumnsView(const TokenColumns& columns);  // NOLINT: a view of columns is the columns

  uint32_t title_count = 0;
  std::span<const uint32_t> gap;
  std::span<const uint32_t> length;
  std::span<const uint32_t> search_gap;
  std::span<const uint32_t> search_length;
  std::span<const uint32_t> script;
  std::span<const uint32_t> proclitic;
};

struct ArticleTokens {
  std::vector<Token> title;
  std::vector<Token> body;
};

// Bytes of the texts that tokens point into.
struct TextSizes {
  size_t title = 0;
  size_t body = 0;
  size_t search_title = 0;
  size_t search_body = 0;
};

// Both lists must be in order and without overlap, as Tokenize() makes them.
TokenColumns PackTokens(std::span<const Token> title, std::span<const Token> body);

// The way back. Fails if the columns are of different lengths or a token lies outside its text: then the record was
// not written by PackTokens() for these texts. A script that this version does not know becomes kOther.
Result<ArticleTokens> UnpackTokens(const TokenColumnsView& columns, const TextSizes& sizes);

}  // namespace marsad::text
