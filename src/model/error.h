#pragma once
#include <stdexcept>
#include <string>

namespace droplet {

/// Whose fault a failure is; the value is the exit status of the program.
enum class Fault {
    job = 1,    ///< it could not be done: file, device, codec, disk
    usage = 2,  ///< the command line, or a setting, is wrong
};

/// A failure told in one line: `SUBJECT: what is wrong; what is valid`. Names and texts from outside may hold
/// control characters; each of them becomes a '?'.
class Error : public std::runtime_error {
 public:
    Error(Fault fault, const std::string& subject, const std::string& message)
        : std::runtime_error(one_line(subject + ": " + message)), fault_(fault) {}

    Fault fault() const noexcept { return fault_; }

 private:
    static std::string one_line(std::string text) {
        for (char& c : text)
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
        return text;
    }

    Fault fault_;
};

}  // namespace droplet
