// Letters and pieces of Arabic words that the rules of tag ask for, as search texts have them, which are folded.
#pragma once

#include <cstddef>
#include <string_view>

namespace marsad::tag {

inline constexpr size_t kArabicLetter = 2;  // bytes
inline constexpr std::string_view kAlef = "\u0627";
inline constexpr std::string_view kAlefMaksura = "\u0649";  // of an original: folded it is a yeh
inline constexpr std::string_view kBa = "\u0628";
inline constexpr std::string_view kFa = "\u0641";
inline constexpr std::string_view kHeh = "\u0647";  // what ta marbuta is folded to
inline constexpr std::string_view kKaf = "\u0643";
inline constexpr std::string_view kTaMarbuta = "\u0629";  // of an original
inline constexpr std::string_view kWaw = "\u0648";
inline constexpr std::string_view kYeh = "\u064A";
inline constexpr std::string_view kArticle = "\u0627\u0644";
inline constexpr std::string_view kForThe = "\u0644\u0644";

}  // namespace marsad::tag
