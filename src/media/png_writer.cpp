#include "media/png_writer.h"

#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstdint>
#include <exception>
#include <vector>

#include "media/quantize.h"
#include "media/recipe_metadata.h"
#include "model/error.h"

namespace droplet {
namespace {

// What libpng's callbacks, which must not throw through C, hand back to the caller.
struct Sink {
    AtomicFile& file;
    std::exception_ptr failure;
    std::string message;
};

void write_callback(png_structp png, png_bytep data, png_size_t count) {
    auto& sink = *static_cast<Sink*>(png_get_io_ptr(png));
    bool failed = false;
    try {
        sink.file.write({data, count});
    } catch (...) {
        sink.failure = std::current_exception();
        failed = true;
    }
    if (failed) png_error(png, "output");
}

[[noreturn]] void error_callback(png_structp png, png_const_charp message) {
    auto& sink = *static_cast<Sink*>(png_get_error_ptr(png));
    sink.message = message;
    std::longjmp(png_jmpbuf(png), 1);
}

void warning_callback(png_structp, png_const_charp) {}

template <class T>
void write_rows(png_structp png, const Image& image, std::vector<T>& row) {
    for (int y = 0; y < image.height(); ++y) {
        quantize_row(image, y, image.has_alpha(), row.data());
        png_write_row(png, reinterpret_cast<png_const_bytep>(row.data()));
    }
}

// No object with a destructor lives in this frame or below it when libpng jumps out.
bool encode(png_structp png, png_infop info, Sink& sink, const Image& image, int bit_depth,
            const std::vector<unsigned char>& recipe, std::vector<std::uint8_t>& row8,
            std::vector<std::uint16_t>& row16) {
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_write_fn(png, &sink, write_callback, nullptr);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    const int alpha = image.has_alpha() ? PNG_COLOR_MASK_ALPHA : 0;
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()),
                 bit_depth, (image.channels() == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY) | alpha,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 4);
    png_write_info(png, info);
    constexpr png_byte text_chunk[] = "iTXt";
    if (!recipe.empty()) png_write_chunk(png, text_chunk, recipe.data(), recipe.size());
    if (bit_depth == 16 && std::endian::native == std::endian::little) png_set_swap(png);
    if (bit_depth == 16)
        write_rows(png, image, row16);
    else
        write_rows(png, image, row8);
    png_write_end(png, info);
    return true;
}

}  // namespace

void write_png(const Image& image, const WriteOptions& options, AtomicFile& file, const std::string& name) {
    const int bit_depth = options.bit_depth;
    const std::vector<unsigned char> recipe =
        options.recipe.empty() ? std::vector<unsigned char>{} : png_recipe_data(options.recipe);
    Sink sink{file, nullptr, {}};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, error_callback, warning_callback);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    bool done = false;
    if (info) {
        const auto values = static_cast<std::size_t>(image.width()) * 4;
        std::vector<std::uint8_t> row8(bit_depth == 16 ? 0 : values);
        std::vector<std::uint16_t> row16(bit_depth == 16 ? values : 0);
        done = encode(png, info, sink, image, bit_depth, recipe, row8, row16);
    }
    png_destroy_write_struct(&png, &info);
    if (sink.failure) std::rethrow_exception(sink.failure);
    if (!done) throw Error(Fault::job, name, "cannot be written as PNG: " + sink.message);
}

}  // namespace droplet
