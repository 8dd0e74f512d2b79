// Values as pages state them, made plain: texts of JSON-LD and <meta>, addresses, names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/article/address.h"
#include "stages/decode/article/clean.h"

namespace marsad::decode {

bool IsBlank(char c);

// `text` on one line.
std::string Line(std::string_view text);

// Text of JSON-LD or <meta>, which many sites escape twice or write with tags. Its line breaks stay.
Cleaned PlainText(std::string_view text);
Cleaned LineOf(const Cleaned& text);
// The same on one line.
std::string PlainLine(std::string_view text);

// RFC 3986, 5.2. Empty if the result is no address of the web.
std::string Resolve(std::string_view reference, std::string_view base);

// Adds a name that is not there yet and not empty, up to 64.
void AddOnce(std::string name, std::vector<std::string>* to);

std::string WithoutBlanks(std::string_view text);

// Whether `page` holds what `stated` says: its beginning, middle and end, whatever the blanks.
bool Holds(std::string_view page, std::string_view stated);

}  // namespace marsad::decode
