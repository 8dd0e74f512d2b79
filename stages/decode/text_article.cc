#include "stages/decode/text_article.h"

#include "lib/text/utf8.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestTitle = 200;  // characters
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

Draft ReadTextArticle(std::string_view text) {
  Draft draft;
  text = Trim(text);
  const size_t end = text.find_first_of("\r\n");
  const std::string_view first = Trim(text.substr(0, end));
  if (text::CountCharacters(first) > kLongestTitle) {
    draft.body = text;
    return draft;
  }
  draft.title = first;
  if (end != std::string_view::npos) draft.body = Trim(text.substr(end));
  return draft;
}

}  // namespace marsad::decode
