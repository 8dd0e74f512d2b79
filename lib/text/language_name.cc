#include "lib/text/language_name.h"

#include <unicode/uloc.h>

#include <iterator>
#include <unordered_map>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"

namespace marsad::text {
namespace {

std::string Utf8(const char16_t* text, int32_t size) {
  std::string utf8;
  for (int32_t i = 0; i < size; ++i) {  // names of languages have no character beyond the first plane
    AppendUtf8(text[i], &utf8);
  }
  return utf8;
}

std::string NameOf(const char* code, const char* in) {
  UErrorCode status = U_ZERO_ERROR;
  char16_t name[120];
  const int32_t size = uloc_getDisplayLanguage(code, in, name, std::size(name), &status);
  return U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ? std::string() : FoldText(Utf8(name, size));
}

std::unordered_map<std::string, std::string> ReadNames() {
  std::unordered_map<std::string, std::string> names;
  for (const char* const* code = uloc_getISOLanguages(); *code != nullptr; ++code) {
    for (const char* in : {"en", *code, "ar", "fr", "de", "es", "ru", "tr"}) names.emplace(NameOf(*code, in), *code);
  }
  names.erase("");
  return names;
}

}  // namespace

std::optional<std::string> LanguageByName(std::string_view name) {
  constexpr size_t kLongest = 60;
  if (name.size() > kLongest) return std::nullopt;
  static const auto names = ReadNames();
  const auto found = names.find(FoldText(name));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace marsad::text
