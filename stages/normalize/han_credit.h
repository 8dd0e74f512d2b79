// Datelines and agency credits as Chinese and Japanese news write them.
#pragma once

#include <optional>
#include <string_view>

#include "stages/normalize/credit.h"

namespace marsad::normalize {

// What `line` begins with, if that is a credit; X stands for an agency or outlet, dispatch for one of the words that
// news agencies end it with (data/phrases.tsv):
//   X place month day dispatch   also with the reporter's name in brackets after it, and a colon
//   X dispatch:                  kByline: no place, no day
//   [X place day dispatch]       in brackets of either width, round, square or lenticular
//   [paper dispatch], [place X]
// Without a blank, bracket, colon or comma after it a dispatch word is part of another word.
// Looks at the first 160 bytes only.
std::optional<Credit> FindHanCredit(std::string_view line);

}  // namespace marsad::normalize
