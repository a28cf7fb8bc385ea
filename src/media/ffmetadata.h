#pragma once
#include <string>

namespace droplet {

/// A file of ffmpeg's metadata format with one global entry, "comment": the second input of a film that is to
/// carry it (`-f ffmetadata -i FILE -map_metadata 1`), since an argument of a program may not be as long as a
/// recipe. Bytes 0, which end a text there, are left out.
std::string ffmetadata_text(const std::string& comment);

}  // namespace droplet
