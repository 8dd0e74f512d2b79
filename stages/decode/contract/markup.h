// Article.markup while the texts that it belongs to are cleaned.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/decode/article/marked.h"

namespace marsad::v1 {
class Article;
}

namespace marsad::decode {

// Drops what is no span of title or body as they stand: out of bounds, or inside a character. Returns whether any was.
bool DropUnfitMarkup(v1::Article* article);

// Drops the spans of `field`, or those that hold nothing.
void DropMarkupOf(TextField field, v1::Article* article);
void DropEmptyMarkup(v1::Article* article);

// The ends of all spans of one field as places in ascending order, for CleanText to move.
class MarkupPlaces {
 public:
  MarkupPlaces(TextField field, const v1::Article& article);

  std::vector<uint32_t>& places() { return places_; }
  // Writes the places back, after they were moved. The article's markup is the same as when this was made.
  void Store(v1::Article* article) const;

 private:
  struct End {
    int index;  // of the span in Article.markup
    bool is_begin;
  };
  std::vector<uint32_t> places_;
  std::vector<End> ends_;  // one for each place
};

}  // namespace marsad::decode
