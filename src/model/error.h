#pragma once
#include <stdexcept>
#include <string>

namespace droplet {

/// Whose fault a failure is; the value is the exit status of the program.
enum class Fault {
    job = 1,    ///< it could not be done: file, device, codec, disk
    usage = 2,  ///< the command line, or a setting, is wrong
};

/// A failure told in one line: `SUBJECT: what is wrong; what is valid`.
class Error : public std::runtime_error {
 public:
    Error(Fault fault, const std::string& subject, const std::string& message)
        : std::runtime_error(subject + ": " + message), fault_(fault) {}

    Fault fault() const noexcept { return fault_; }

 private:
    Fault fault_;
};

}  // namespace droplet
