#include "media/preset_file.h"

#include "media/atomic_file.h"
#include "media/image_bytes.h"

namespace droplet {

Preset read_preset(const std::string& path) {
    const FileBytes bytes = read_bytes(path);
    return parse_preset(std::string(bytes.span().begin(), bytes.span().end()), path);
}

void write_preset(const Preset& preset, const std::string& path) {
    const std::string text = preset_text(preset);
    AtomicFile file(path);
    file.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    file.commit();
}

}  // namespace droplet
