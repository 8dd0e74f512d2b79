// What a press release ends with: a paragraph on whoever sent it.
#pragma once

#include <span>
#include <string_view>

#include "stages/normalize/lines.h"

namespace marsad::normalize {

// Whether `line` heads such a paragraph by its words alone: "About us", "About Quay Works", "Forward-looking statements".
bool IsAboutHead(std::string_view line);

// Whether such a head begins the first of `lines`, of `body`, the paragraph below or after its colon is of that kind, and no prose
// follows that some other line heads. Where the head names somebody, the paragraph must soon name them too and tell what they are
// ("founded", "provider") or where to reach them: "About Oslo" may head the article's own.
bool BeginsAbout(std::string_view body, std::span<const Line> lines);

}  // namespace marsad::normalize
