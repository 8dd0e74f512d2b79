#include "lib/base/build_info.h"

namespace marsad {

std::string_view BuildVersion() { return MARSAD_VERSION; }

}  // namespace marsad
