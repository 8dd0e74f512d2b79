// Languages by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace marsad::text {

// The code (ISO 639) of the language that is called `name` in English, in itself, or in another large language of the news:
// "English", "Deutsch". Absent if none is. Thread-safe.
std::optional<std::string> LanguageByName(std::string_view name);

}  // namespace marsad::text
