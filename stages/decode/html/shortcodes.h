// Shortcodes of WordPress and of page builders, "[caption width=300]...[/caption]", in texts that nobody expanded them in.
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

// `html` without them: a caption becomes one of HTML, what embeds something is left out with all that is in it, and of others
// the text that they stand around stays. Only names that are known, in small letters, with attributes or a closing one, are
// shortcodes: "[sic]" and "[Video]" are text. Linear in `html`.
std::string WithoutShortcodes(std::string_view html);

// Whether there may be some: a look that most texts end with.
bool MayHoldShortcodes(std::string_view html);

}  // namespace marsad::decode
