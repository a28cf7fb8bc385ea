// Sources: PNG (W3C, third edition), JPEG (ITU-T T.81, annex B), GIF89a (CompuServe), EXIF 2.32 (tag 0x0112).
#include "media/image_header.h"

#include <fmt/format.h>
#include <libexif/exif-data.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

#include "media/image_bytes.h"
#include "model/error.h"

namespace droplet {
namespace {

using namespace std::string_view_literals;

// Numbers and runs of bytes from a file, which may end anywhere.
class Reader {
 public:
    Reader(std::span<const unsigned char> bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    const std::string& name() const { return name_; }
    std::span<const unsigned char> bytes() const { return bytes_; }
    std::size_t left() const { return bytes_.size() - at_; }
    std::span<const unsigned char> take(std::size_t count) {
        if (count > left()) truncated();
        at_ += count;
        return bytes_.subspan(at_ - count, count);
    }
    void skip_to(std::size_t offset) {
        at_ = 0;
        take(offset);
    }
    void skip_past(unsigned char value) {
        const void* found = std::memchr(bytes_.data() + at_, value, left());
        if (!found) truncated();
        at_ = static_cast<std::size_t>(static_cast<const unsigned char*>(found) - bytes_.data()) + 1;
    }
    std::uint32_t byte() { return take(1)[0]; }
    std::uint32_t big16() {
        const auto b = take(2);
        return b[0] << 8u | b[1];
    }
    std::uint32_t big32() {
        const std::uint32_t high = big16();
        return high << 16 | big16();
    }
    std::uint32_t little16() {
        const auto b = take(2);
        return b[1] << 8u | b[0];
    }
    std::uint32_t little32() {
        const std::uint32_t low = little16();
        return little16() << 16 | low;
    }
    [[noreturn]] void fail(const std::string& message) const { throw Error(Fault::job, name_, message); }
    [[noreturn]] void truncated() const {
        fail(fmt::format("is truncated: the picture is not complete after {} bytes", bytes_.size()));
    }
    // Refuses a declared size before anything is allocated for it.
    void require_pixels(std::int64_t width, std::int64_t height) const {
        if (width == 0 || height == 0)
            fail(fmt::format("has no pixels ({} x {}); valid: at least 1 x 1", width, height));
        require_memory(static_cast<double>(width) * static_cast<double>(height) * sizeof(float), width,
                       height, name_);
    }
    [[noreturn]] void animated(const char* what) const {
        fail(
            fmt::format("is an animated {}, and Droplet reads still pictures; take one frame of it: "
                        "ffmpeg -i INPUT -frames:v 1 frame.png",
                        what));
    }

 private:
    std::span<const unsigned char> bytes_;
    const std::string& name_;
    std::size_t at_ = 0;
};

bool has_at(std::span<const unsigned char> bytes, std::size_t offset, std::string_view text) {
    return bytes.size() >= offset + text.size() &&
           std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

// Only letters of a part's name can be shown.
std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text) shown += c > ' ' && c < '\x7F' ? c : '?';
    return shown;
}

// `exif` begins with "Exif\0\0".
int orientation_of(std::span<const unsigned char> exif) {
    const std::unique_ptr<ExifData, void (*)(ExifData*)> data(
        exif_data_new_from_data(exif.data(), static_cast<unsigned>(exif.size())), exif_data_unref);
    if (!data) return 1;
    const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (!entry || entry->format != EXIF_FORMAT_SHORT || entry->components != 1) return 1;
    const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

ImageHeader inspect_png(Reader file) {
    ImageHeader header{FileFormat::png};
    file.skip_to(8);
    for (bool first = true;; first = false) {
        const std::uint32_t length = file.big32();
        const auto type = file.take(4);
        const std::string_view type_name(reinterpret_cast<const char*>(type.data()), 4);
        if (first && (type_name != "IHDR" || length != 13))
            file.fail("is damaged: a PNG starts with its size");
        const auto data = file.take(length);
        const auto crc = crc32_z(crc32_z(0, type.data(), 4), data.data(), data.size());
        if (crc != file.big32())
            file.fail(fmt::format("is damaged: the checksum of its part {} is wrong", printable(type_name)));
        Reader content(data, file.name());
        if (type_name == "IHDR") {
            const auto width = content.big32();
            file.require_pixels(width, content.big32());
        } else if (type_name == "acTL" && data.size() >= 4 && content.big32() > 1) {
            file.animated("PNG");
        } else if (type_name == "eXIf") {
            std::string exif("Exif\0\0"sv);
            exif.append(reinterpret_cast<const char*>(data.data()), data.size());
            header.orientation =
                orientation_of({reinterpret_cast<const unsigned char*>(exif.data()), exif.size()});
        } else if (type_name == "IEND") {
            return header;
        }
    }
}

// Which tables of a JPEG are there, and what its frame asks of them. stb_image (2.27) takes for granted what
// is checked here: it would write past the end of a table with too many codes and look up codes in one that
// was never given.
class JpegTables {
 public:
    void define_huffman(Reader tables) {
        while (tables.left() > 0) {
            const std::uint32_t place = tables.byte();
            std::size_t codes = 0;
            for (const unsigned count : tables.take(16)) codes += count;
            if (codes > 256) tables.fail("is damaged: a Huffman table of the JPEG has too many codes");
            tables.take(codes);
            (place >> 4 == 0 ? dc_ : ac_) |= 1u << (place & 15);
        }
    }
    void define_quantisation(Reader tables) {
        while (tables.left() > 0) {
            const std::uint32_t place = tables.byte();
            tables.take(place >> 4 == 0 ? 64 : 128);
            quantisation_ |= 1u << (place & 15);
        }
    }
    void start_frame(Reader frame, bool progressive) {
        progressive_ = progressive;
        frame.byte();  // bits per sample
        const auto height = frame.big16(), width = frame.big16();
        frame.require_pixels(width, height);
        const std::uint32_t components = frame.byte();
        if (components == 4)
            frame.fail(
                "is a CMYK picture; valid: RGB or grey; convert it: convert INPUT -colorspace sRGB OUTPUT");
        for (std::uint32_t i = 0; i < components; ++i) needed_quantisation_ |= 1u << (frame.take(3)[2] & 15);
    }
    void check_scan(Reader scan) const {
        std::uint32_t dc = 0, ac = 0;
        for (std::uint32_t components = scan.byte(); components > 0; --components) {
            const std::uint32_t places = scan.take(2)[1];
            dc |= 1u << (places >> 4);
            ac |= 1u << (places & 15);
        }
        const std::uint32_t first_coefficient = scan.byte();
        scan.byte();
        const bool is_refinement = scan.byte() >> 4 != 0;
        if (progressive_ && first_coefficient == 0) ac = 0;
        if (progressive_ && (first_coefficient > 0 || is_refinement)) dc = 0;
        if ((dc & ~dc_) || (ac & ~ac_) || (needed_quantisation_ & ~quantisation_))
            scan.fail("is damaged: a table that its pixels need is missing");
    }

 private:
    bool progressive_ = false;
    std::uint32_t dc_ = 0, ac_ = 0, quantisation_ = 0, needed_quantisation_ = 0;  // a bit for each place
};

// All the way to the end, since there may be tables between the scans.
ImageHeader inspect_jpeg(Reader file) {
    ImageHeader header{FileFormat::jpeg};
    while (file.byte() == 0xFF) {
    }  // the first marker, which may be padded
    JpegTables tables;
    for (bool has_scan = false, has_frame = false;;) {
        file.skip_past(0xFF);  // through a scan, and over what does not belong there
        std::uint32_t marker = 0xFF;
        while (marker == 0xFF) marker = file.byte();
        if (marker == 0xD9 && !has_scan) file.fail("is damaged: a JPEG that ends before its pixels begin");
        if (marker == 0xD9) return header;
        if (marker == 0 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;  // no content
        const std::uint32_t length = file.big16();
        if (length < 2) file.fail("is damaged: a part of the JPEG has no length");
        const Reader part(file.take(length - 2), file.name());
        const bool is_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (marker == 0xC4) tables.define_huffman(part);
        if (marker == 0xDB) tables.define_quantisation(part);
        if (is_frame && !std::exchange(has_frame, true)) tables.start_frame(part, marker == 0xC2);
        if (marker == 0xDA) tables.check_scan(part);
        has_scan = has_scan || marker == 0xDA;
        if (marker == 0xE1 && has_at(part.bytes(), 0, "Exif\0\0"sv))
            header.orientation = orientation_of(part.bytes());
    }
}

void skip_gif_blocks(Reader& file) {
    while (const std::uint32_t length = file.byte()) file.take(length);
}

ImageHeader inspect_gif(Reader file) {
    file.skip_to(6);
    const auto width = file.little16();
    file.require_pixels(width, file.little16());
    const auto color_table = [&file](std::uint32_t flags) {
        if (flags & 0x80) file.take(std::size_t{3} << ((flags & 7) + 1));
    };
    const std::uint32_t flags = file.byte();
    file.take(2);
    color_table(flags);
    for (int frames = 0;;) {
        switch (file.byte()) {
            case 0x21:  // extension
                file.byte();
                skip_gif_blocks(file);
                break;
            case 0x2C: {  // picture
                if (++frames > 1) file.animated("GIF");
                const auto place = file.take(9);
                color_table(place[8]);
                file.byte();
                skip_gif_blocks(file);
                break;
            }
            case 0x3B:
                if (frames == 0) file.fail("has no pixels: a GIF without a picture");
                return {FileFormat::gif};
            default:
                file.fail("is damaged: an unknown part of a GIF");
        }
    }
}

ImageHeader inspect_bmp(Reader file) {
    file.skip_to(14);
    const bool old = file.little32() == 12;
    const std::int64_t width = old ? file.little16() : static_cast<std::int32_t>(file.little32());
    const std::int64_t height = old ? file.little16() : static_cast<std::int32_t>(file.little32());
    file.require_pixels(std::abs(width), std::abs(height));  // a negative height: top row first
    return {FileFormat::bmp};
}

ImageHeader inspect_psd(Reader file) {
    file.skip_to(14);
    const auto height = file.big32();
    file.require_pixels(file.big32(), height);
    file.big16();
    if (file.big16() != 3) file.fail("is not an RGB picture; valid: PSD in RGB; convert it first");
    return {FileFormat::psd};
}

struct Signature {
    std::size_t offset;
    std::string_view text;
    const char* what;
};
// Files that are not read, but that can be named.
constexpr Signature unread[] = {
    {8, "WEBP"sv, "a WebP picture"},
    {0, "II*\0"sv, "a TIFF picture"},
    {0, "MM\0*"sv, "a TIFF picture"},
    {4, "ftypavif"sv, "an AVIF picture"},
    {4, "ftypheic"sv, "a HEIF picture"},
    {4, "ftypmif1"sv, "a HEIF picture"},
    {0, "\xFF\x0A"sv, "a JPEG XL picture"},
    {4, "JXL \r\n"sv, "a JPEG XL picture"},
    {4, "jP  \r\n"sv, "a JPEG 2000 picture"},
    {0, "\x76\x2F\x31\x01"sv, "an OpenEXR picture"},
    {4, "ftyp"sv, "a film"},
    {0, "\x1A\x45\xDF\xA3"sv, "a film"},
    {0, "#?R"sv, "a Radiance HDR picture"},
    {0, "%PDF"sv, "a PDF document"},
    {0, "<svg"sv, "an SVG drawing"},
    {0, "<?xml"sv, "an XML document"},
    {0, "qoif"sv, "a QOI picture"},
};

}  // namespace

ImageHeader inspect_image(std::span<const unsigned char> bytes, const std::string& name) {
    const Reader file(bytes, name);
    const auto starts = [bytes](std::string_view text) { return has_at(bytes, 0, text); };
    if (bytes.empty()) file.fail("is empty");
    if (starts("\x89PNG\r\n\x1A\n")) return inspect_png(file);
    const auto padding = std::find_if(bytes.begin(), bytes.end(), [](unsigned char b) { return b != 0xFF; });
    if (padding != bytes.begin() && padding != bytes.end() && *padding == 0xD8) return inspect_jpeg(file);
    if (starts("GIF87a") || starts("GIF89a")) return inspect_gif(file);
    if (starts("BM")) return inspect_bmp(file);
    if (starts("8BPS")) return inspect_psd(file);
    if (starts("PF") || starts("Pf") || starts("P5") || starts("P6")) return {FileFormat::netpbm};
    for (const Signature& signature : unread) {
        if (has_at(bytes, signature.offset, signature.text))
            file.fail(fmt::format("is {}; valid: PNG, JPEG, BMP, TGA, GIF, PSD, PNM or PFM", signature.what));
    }
    return {FileFormat::other};
}

}  // namespace droplet
