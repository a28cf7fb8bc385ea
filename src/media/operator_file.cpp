#include "media/operator_file.h"

#include "media/atomic_file.h"
#include "media/image_bytes.h"
#include "model/operator_json.h"

namespace droplet {

Operator read_operator(const std::string& path) {
    const FileBytes bytes = read_bytes(path);
    return parse_operator(std::string(bytes.span().begin(), bytes.span().end()), path);
}

bool holds_operator(const std::string& path) {
    try {
        const FileBytes bytes = read_bytes(path);
        return parse_settings(std::string(bytes.span().begin(), bytes.span().end()), path)
            .contains("weights");
    } catch (const Error&) {
        return false;
    }
}

void write_operator(const Operator& op, const std::string& path) {
    const std::string text = operator_text(op) + "\n";
    AtomicFile file(path);
    file.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    file.commit();
}

}  // namespace droplet
