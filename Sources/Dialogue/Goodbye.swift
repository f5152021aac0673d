// SPDX-License-Identifier: MIT-0

/// What is said when a conversation ends because nobody speaks any more, by language.
package enum Goodbye {
    /// In the language, in the writing of its region; English where we have none.
    package static func text(in language: Language) -> String {
        let isTraditional =
            language.script == "Hant" || ["TW", "HK", "MO"].contains(language.region)
        let code = aliases[language.code] ?? language.code
        if code == "yue" || code == "zh" && language.region == "HK" { return cantonese }
        if code == "zh", isTraditional { return taiwanese }
        return texts[code] ?? english
    }

    /// What the Python sample said.
    package static let english =
        "If you have any other questions, please don't hesitate to ask. Have a great day!"

    private static let aliases = ["cmn": "zh", "nb": "no", "nn": "no", "arb": "ar"]
    private static let cantonese = "如果仲有其他問題，隨時問我。祝你有愉快嘅一日！"
    private static let taiwanese = "如果還有其他問題，請隨時告訴我。祝您有美好的一天！"

    private static let texts = [
        "ar": "إذا كانت لديك أي أسئلة أخرى، فلا تتردد في طرحها. أتمنى لك يومًا سعيدًا!",
        "ca": "Si tens més preguntes, no dubtis a fer-les. Que tinguis un bon dia!",
        "cs": "Pokud budete mít další otázky, neváhejte se zeptat. Přeji hezký den!",
        "cy": "Os oes gennych unrhyw gwestiynau eraill, mae croeso i chi ofyn. Cael diwrnod da!",
        "da": "Hvis du har flere spørgsmål, er du velkommen til at spørge. Hav en god dag!",
        "de": "Wenn Sie noch Fragen haben, fragen Sie gern. Einen schönen Tag noch!",
        "el": "Αν έχετε άλλες ερωτήσεις, μη διστάσετε να ρωτήσετε. Καλή σας μέρα!",
        "en": english,
        "es": "Si tiene más preguntas, no dude en hacerlas. ¡Que tenga un buen día!",
        "fi": "Jos sinulla on vielä kysyttävää, kysy rohkeasti. Hyvää päivänjatkoa!",
        "fr": "Si vous avez d'autres questions, n'hésitez pas. Bonne journée !",
        "hi": "अगर आपके और कोई सवाल हों, तो ज़रूर पूछिए। आपका दिन शुभ हो!",
        "hu": "Ha van még kérdése, tegye fel nyugodtan. Szép napot!",
        "id": "Jika ada pertanyaan lain, silakan bertanya. Semoga harimu menyenangkan!",
        "is": "Ef þú hefur fleiri spurningar skaltu endilega spyrja. Eigðu góðan dag!",
        "it": "Se ha altre domande, chieda pure. Buona giornata!",
        "ja": "ほかにご質問がありましたら、お気軽にどうぞ。よい一日を！",
        "ko": "다른 질문이 있으시면 언제든지 물어보세요. 좋은 하루 보내세요!",
        "nl": "Als u nog vragen heeft, stel ze gerust. Nog een fijne dag!",
        "no": "Hvis du har flere spørsmål, er det bare å spørre. Ha en fin dag!",
        "pl": "Jeśli masz jeszcze pytania, śmiało pytaj. Miłego dnia!",
        "pt": "Se tiver outras perguntas, fique à vontade para perguntar. Tenha um bom dia!",
        "ro": "Dacă aveți și alte întrebări, nu ezitați să le puneți. O zi bună!",
        "ru": "Если у вас будут ещё вопросы, обращайтесь. Хорошего дня!",
        "sv": "Om du har fler frågor är det bara att fråga. Ha en bra dag!",
        "tr": "Başka sorularınız olursa çekinmeden sorun. İyi günler!",
        "uk": "Якщо у вас будуть ще запитання, звертайтеся. Гарного дня!",
        "vi": "Nếu bạn còn câu hỏi nào khác, cứ hỏi nhé. Chúc bạn một ngày tốt lành!",
        "zh": "如果您还有其他问题，请随时问我。祝您有美好的一天！",
    ]
}
