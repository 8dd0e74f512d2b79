#include "stages/normalize/article.h"

namespace marsad::normalize {

Field MakeField(std::string_view original) {
  Field field{.original = original, .folded = text::Fold(original), .tokens = {}};
  field.tokens = text::Tokenize(original, field.folded);
  return field;
}

}  // namespace marsad::normalize
