"""Sentences about several fields, in 26 languages, and near misses that are no rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import rowtype
from rowtype.reading import read

OTHERS = (
    "| kind | string | Possible values: `a`, `b`. |\n| on | boolean | x |\n"
    "| phone | string | x |\n| email | string | x |\n"
)
KIND_A = {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}
KIND_AB = {"properties": {"kind": {"enum": ["a", "b"]}}, "required": ["kind"]}
NOT_A = {"properties": {"kind": {"not": {"const": "a"}}}, "required": ["kind"]}
ON = {"properties": {"on": {"const": True}}, "required": ["on"]}
A_AND_ON = {"properties": {"kind": {"const": "a"}, "on": {"const": True}}, "required": ["kind", "on"]}
A_AND_PHONE = KIND_A | {"required": ["kind", "phone"]}
PHONE, NO_PHONE = {"required": ["phone"]}, {"not": {"required": ["phone"]}}
UNLESS_A = {"not": KIND_A}


class Language(NamedTuple):
    required: dict[str, dict[str, Any]]
    """Sentences that require their field -> in which case."""
    one_of: list[str]
    """Sentences that ask for `phone` or `email`."""
    exclusive: list[str]
    """Sentences that allow one of `phone` and `email`."""
    beside: list[str]
    """Sentences that do not allow their field beside `phone`."""
    none: list[str]
    """Sentences that are no rule."""


LANGUAGES = {
    "English": Language(
        {
            "Required if kind = a.": KIND_A,
            "Required only when `kind` is `a`.": KIND_A,
            "Required if `kind` is set to `a`.": KIND_A,
            "Mandatory when `kind` equals `a`.": KIND_A,
            "Must be set if `kind` is `a`.": KIND_A,
            "If `kind` is `a`, this field is required.": KIND_A,
            "Required if the `kind` parameter is `a`.": KIND_A,
            "Required for `kind` = `a` or `b`.": KIND_AB,
            "Required if `kind` is one of `a`, or `b`.": KIND_AB,
            "Required if `kind` is not `a`.": NOT_A,
            "Required if kind != a.": NOT_A,
            "Required unless `kind` is `a`.": UNLESS_A,
            "This field is required if `on` is true.": ON,
            "Required if `kind` is `a` and `on` is true.": A_AND_ON,
            "Required if `kind` is `a` and `phone` is given.": A_AND_PHONE,
            "Required when `phone` is present.": PHONE,
            "Required if `phone` is not set.": NO_PHONE,
            "Required if `phone` is missing.": NO_PHONE,
            "Required unless `phone` is set.": NO_PHONE,
        },
        [
            "One of `phone` or `email` is required.",
            "At least one of `phone` and `email` must be provided.",
            "Either `phone` or `email` must be specified.",
            "You must provide either `phone` or `email`.",
            "Provide at least one of `phone`, `email`.",
        ],
        [
            "`phone` and `email` are mutually exclusive.",
            "The `phone` field and the `email` field are mutually exclusive.",
            "Only one of `phone` and `email` may be set.",
            "At most one of `phone`, `email` can be given.",
        ],
        [
            "Mutually exclusive with `phone`.",
            "This field is mutually exclusive of the `phone` field.",
            "This field and phone are mutually exclusive.",
            "Cannot be used together with `phone`.",
            "Must not be combined with `phone`.",
        ],
        [
            "Required for all users.",
            "Required if the user is an administrator.",
            "Not required if `kind` is `a`.",
            "Optional if `kind` is `a`.",
            "Required if `kind` is a letter.",
            "Required if kind=a or on=true.",
            "Required if `phone` is empty.",
            "Required if `phone` is not empty.",
            "Required if `on` is enabled.",
            "One of the users is required.",
            "Either way is fine.",
            "The two modes are mutually exclusive.",
            "Cannot be used with `old` clients.",
            "Can be used together with `phone`.",
        ],
    ),
    "Russian": Language(
        {
            "Обязательно при kind=a.": KIND_A,
            "Обязательно, если kind равен a.": KIND_A,
            "Требуется при `kind` = `a`.": KIND_A,
            "Указывается обязательно, если kind = a.": KIND_A,
            "Должно быть указано, если kind = a.": KIND_A,
            "Если kind = a, поле обязательно.": KIND_A,
            "Обязательно, если kind имеет значение a.": KIND_A,
            "Обязательно только для kind = a или b.": KIND_AB,
            "Обязательно, если kind не равен a.": NOT_A,
            "Обязательно, кроме случаев, когда kind равен a.": UNLESS_A,
            "Обязателен, если указано on = true.": ON,
            "Обязательно при kind=a и on=true.": A_AND_ON,
            "Обязательно, если указан phone.": PHONE,
            "Обязательно, если поле `phone` задано.": PHONE,
            "Обязательно, если не указан phone.": NO_PHONE,
            "Обязательно, если phone отсутствует.": NO_PHONE,
            "Обязательно, если поле phone не задано и kind = a.": KIND_A | NO_PHONE,
        },
        [
            "Одно из полей phone или email должно быть указано.",
            "Хотя бы одно из полей phone, email должно быть заполнено.",
            "Должно быть указано одно из полей: phone, email.",
            "Необходимо указать phone или email.",
            "Обязательно хотя бы одно из полей phone, email.",
        ],
        [
            "phone и email исключают друг друга.",
            "`phone`, `email` — взаимоисключающие поля.",
            "Только одно из полей phone и email может быть указано.",
        ],
        [
            "Нельзя указывать вместе с phone.",
            "Не может быть использовано одновременно с полем `phone`.",
            "Не должно передаваться вместе с `phone`.",
        ],
        [
            "Обязательность полей при kind=a.",
            "Признак обязательности.",
            "Не обязательно при kind = a.",
            "Обязательно для всех пользователей.",
            "Обязательно, если phone не пустой.",
            "Одно из полей формы должно быть указано.",
            "Указывается вместе с phone.",
            "Нельзя указывать вместе с другими параметрами.",
        ],
    ),
    "German": Language(
        {
            "Erforderlich, wenn `kind` = a.": KIND_A,
            "Erforderlich, wenn `kind` gleich `a` ist.": KIND_A,
            "Pflichtfeld, falls `kind` den Wert `a` hat.": KIND_A,
            "Pflicht, wenn `kind` auf `a` gesetzt ist.": KIND_A,
            "Nur erforderlich, wenn `kind` `a` ist.": KIND_A,
            "Muss angegeben werden, wenn das Feld `kind` `a` ist.": KIND_A,
            "Wenn `kind` = a, ist dieses Feld erforderlich.": KIND_A,
            "Erforderlich bei `kind` = `a` oder `b`.": KIND_AB,
            "Erforderlich, wenn `kind` nicht `a` ist.": NOT_A,
            "Erforderlich, wenn `kind` ungleich `a` ist.": NOT_A,
            "Erforderlich, außer wenn `kind` = a.": UNLESS_A,
            "Erforderlich, es sei denn, `kind` ist `a`.": UNLESS_A,
            "Erforderlich, wenn `on` = true.": ON,
            "Erforderlich, wenn `kind` = a und `on` = true.": A_AND_ON,
            "Erforderlich, wenn `kind` = a und `phone` gesetzt ist.": A_AND_PHONE,
            "Erforderlich, wenn `phone` angegeben ist.": PHONE,
            "Erforderlich, wenn `phone` nicht angegeben wurde.": NO_PHONE,
            "Erforderlich, wenn `phone` fehlt.": NO_PHONE,
            "Erforderlich, sofern nicht `phone` gesetzt ist.": NO_PHONE,
        },
        [
            "Mindestens eines der Felder `phone`, `email` muss angegeben werden.",
            "Eines der Felder `phone` oder `email` ist erforderlich.",
            "Entweder `phone` oder `email` muss angegeben werden.",
        ],
        [
            "`phone` und `email` schließen sich gegenseitig aus.",
            "Nur eines der Felder `phone` und `email` darf gesetzt sein.",
        ],
        [
            "Darf nicht zusammen mit `phone` verwendet werden.",
            "Kann nicht gleichzeitig mit `phone` angegeben werden.",
        ],
        [
            "Nicht erforderlich, wenn `kind` = a.",
            "Erforderlich für alle Benutzer.",
            "Erforderlich, wenn der Benutzer Administrator ist.",
            "Erforderlich, wenn `phone` nicht leer ist.",
            "Erforderlich, wenn `on` aktiv ist.",
            "Eines der Felder des Formulars muss angegeben werden.",
            "Wird zusammen mit `phone` verwendet.",
        ],
    ),
    "French": Language(
        {
            "Obligatoire si `kind` = `a`.": KIND_A,
            "Obligatoire si `kind` est égal à `a`.": KIND_A,
            "Requis lorsque `kind` vaut `a`.": KIND_A,
            "Obligatoire uniquement si le champ `kind` a la valeur `a`.": KIND_A,
            "Doit être renseigné si `kind` est `a`.": KIND_A,
            "Si `kind` = a, ce champ est obligatoire.": KIND_A,
            "Obligatoire si `kind` vaut `a` ou `b`.": KIND_AB,
            "Obligatoire si `kind` n'est pas `a`.": NOT_A,
            "Obligatoire si `kind` est différent de `a`.": NOT_A,
            "Obligatoire sauf si `kind` vaut `a`.": UNLESS_A,
            "Obligatoire à moins que `kind` = a.": UNLESS_A,
            "Obligatoire si `on` = true.": ON,
            "Obligatoire si `kind` = a et `on` = true.": A_AND_ON,
            "Obligatoire si `kind` vaut `a` et `phone` est fourni.": A_AND_PHONE,
            "Obligatoire si `phone` est renseigné.": PHONE,
            "Obligatoire si `phone` n’est pas renseigné.": NO_PHONE,
            "Obligatoire quand `phone` est absent.": NO_PHONE,
            "Obligatoire sauf si `phone` est fourni.": NO_PHONE,
        },
        [
            "Au moins un des champs `phone`, `email` doit être fourni.",
            "L'un des champs `phone` ou `email` est obligatoire.",
            "Soit `phone`, soit `email` doit être fourni.",
        ],
        [
            "`phone` et `email` sont mutuellement exclusifs.",
            "`phone` et `email` s'excluent mutuellement.",
            "Un seul des champs `phone` et `email` peut être fourni.",
        ],
        [
            "Mutuellement exclusif avec `phone`.",
            "Ne peut pas être utilisé avec `phone`.",
            "Ne doit pas être fourni en même temps que le champ `phone`.",
        ],
        [
            "N'est pas obligatoire si `kind` = a.",
            "Non obligatoire si `kind` = a.",
            "Obligatoire pour tous les utilisateurs.",
            "Obligatoire si `phone` est vide.",
            "L'un des champs du formulaire doit être fourni.",
            "Peut être utilisé avec `phone`.",
        ],
    ),
    "Spanish": Language(
        {
            "Obligatorio cuando `kind` = `a`.": KIND_A,
            "Obligatorio si `kind` es `a`.": KIND_A,
            "Requerido si `kind` es igual a `a`.": KIND_A,
            "Obligatorio solo si el campo `kind` tiene el valor `a`.": KIND_A,
            "Debe indicarse cuando `kind` sea `a`.": KIND_A,
            "Si `kind` = a, este campo es obligatorio.": KIND_A,
            "Obligatorio para `kind` = `a` o `b`.": KIND_AB,
            "Obligatorio si `kind` no es `a`.": NOT_A,
            "Obligatorio si `kind` es distinto de `a`.": NOT_A,
            "Obligatorio a menos que `kind` sea `a`.": UNLESS_A,
            "Obligatorio salvo que `kind` = a.": UNLESS_A,
            "Obligatorio si `on` = true.": ON,
            "Obligatorio si `kind` = a y `on` = true.": A_AND_ON,
            "Obligatorio si `kind` es `a` y se indica `phone`.": A_AND_PHONE,
            "Obligatorio si `phone` está presente.": PHONE,
            "Obligatorio si no se indica `phone`.": NO_PHONE,
            "Obligatorio cuando falta `phone`.": NO_PHONE,
            "Obligatorio si `phone` no está definido.": NO_PHONE,
            "Obligatorio a menos que se indique `phone`.": NO_PHONE,
        },
        [
            "Al menos uno de los campos `phone`, `email` debe indicarse.",
            "Uno de los campos `phone` o `email` es obligatorio.",
        ],
        [
            "`phone` y `email` son mutuamente excluyentes.",
            "Solo uno de los campos `phone` y `email` puede indicarse.",
        ],
        [
            "Mutuamente excluyente con `phone`.",
            "No puede usarse junto con `phone`.",
            "No debe enviarse con el campo `phone`.",
        ],
        [
            "No es obligatorio si `kind` = a.",
            "No obligatorio si `kind` = a.",
            "Obligatorio para todos los usuarios.",
            "Obligatorio si `phone` no está vacío.",
            "Uno de los campos del formulario debe indicarse.",
            "Puede usarse junto con `phone`.",
        ],
    ),
    "Portuguese": Language(
        {
            "Obrigatório se `kind` = `a`.": KIND_A,
            "Obrigatório quando `kind` for `a`.": KIND_A,
            "Obrigatório se `kind` for igual a `a`.": KIND_A,
            "Obrigatório apenas se o campo `kind` tiver o valor `a`.": KIND_A,
            "Deve ser informado quando `kind` é `a`.": KIND_A,
            "Se `kind` = a, este campo é obrigatório.": KIND_A,
            "Obrigatório para `kind` = `a` ou `b`.": KIND_AB,
            "Obrigatório se `kind` não for `a`.": NOT_A,
            "Obrigatório se `kind` for diferente de `a`.": NOT_A,
            "Obrigatório exceto se `kind` = a.": UNLESS_A,
            "Obrigatório a menos que `kind` seja `a`.": UNLESS_A,
            "Obrigatório se `on` = true.": ON,
            "Obrigatório se `kind` = a e `on` = true.": A_AND_ON,
            "Obrigatório se `kind` for `a` e `phone` for informado.": A_AND_PHONE,
            "Obrigatório se `phone` estiver presente.": PHONE,
            "Obrigatório caso `phone` não seja informado.": NO_PHONE,
            "Obrigatório se `phone` não for informado.": NO_PHONE,
            "Obrigatório quando `phone` estiver ausente.": NO_PHONE,
        },
        [
            "Pelo menos um dos campos `phone`, `email` deve ser informado.",
            "Um dos campos `phone` ou `email` é obrigatório.",
        ],
        [
            "`phone` e `email` são mutuamente exclusivos.",
            "Apenas um dos campos `phone` e `email` pode ser informado.",
        ],
        [
            "Mutuamente exclusivo com `phone`.",
            "Não pode ser usado junto com `phone`.",
            "Não deve ser enviado em conjunto com o campo `phone`.",
        ],
        [
            "Não é obrigatório se `kind` = a.",
            "Não obrigatório se `kind` = a.",
            "Obrigatório para todos os usuários.",
            "Obrigatório se `phone` estiver vazio.",
            "Um dos campos do formulário deve ser informado.",
            "Pode ser usado junto com `phone`.",
        ],
    ),
    "Italian": Language(
        {
            "Obbligatorio se `kind` = `a`.": KIND_A,
            "Obbligatorio se `kind` è `a`.": KIND_A,
            "Obbligatorio quando `kind` è uguale a `a`.": KIND_A,
            "Richiesto solo se il campo `kind` ha il valore `a`.": KIND_A,
            "Obbligatorio se `kind` è impostato su `a`.": KIND_A,
            "Se `kind` = a, questo campo è obbligatorio.": KIND_A,
            "Obbligatorio per `kind` = `a` o `b`.": KIND_AB,
            "Obbligatorio se `kind` vale `a` oppure `b`.": KIND_AB,
            "Obbligatorio se `kind` non è `a`.": NOT_A,
            "Obbligatorio se `kind` è diverso da `a`.": NOT_A,
            "Obbligatorio a meno che `kind` = a.": UNLESS_A,
            "Obbligatorio salvo se `kind` è `a`.": UNLESS_A,
            "Obbligatorio se `on` = true.": ON,
            "Obbligatorio se `kind` = a e `on` = true.": A_AND_ON,
            "Obbligatorio se `kind` è `a` e `phone` è valorizzato.": A_AND_PHONE,
            "Obbligatorio se `phone` è presente.": PHONE,
            "Obbligatorio se `phone` non è specificato.": NO_PHONE,
            "Obbligatorio quando `phone` manca.": NO_PHONE,
            "Obbligatorio salvo se `phone` è indicato.": NO_PHONE,
        },
        [
            "Almeno uno dei campi `phone`, `email` deve essere indicato.",
            "Uno tra `phone` e `email` è obbligatorio.",
        ],
        [
            "`phone` e `email` sono mutuamente esclusivi.",
            "`phone` e `email` si escludono a vicenda.",
            "Solo uno dei campi `phone` ed `email` può essere indicato.",
        ],
        [
            "Mutuamente esclusivo con `phone`.",
            "Non può essere usato insieme a `phone`.",
            "Non deve essere indicato contemporaneamente a `phone`.",
        ],
        [
            "Non è obbligatorio se `kind` = a.",
            "Non obbligatorio se `kind` = a.",
            "Obbligatorio per tutti gli utenti.",
            "Obbligatorio se l'utente è amministratore.",
            "Obbligatorio se `phone` è vuoto.",
            "Uno dei campi del modulo deve essere indicato.",
            "Può essere usato insieme a `phone`.",
        ],
    ),
    "Polish": Language(
        {
            "Wymagane, jeśli `kind` = `a`.": KIND_A,
            "Wymagane, gdy `kind` ma wartość `a`.": KIND_A,
            "Wymagane tylko, gdy `kind` jest równe `a`.": KIND_A,
            "Obowiązkowe, jeżeli pole `kind` wynosi `a`.": KIND_A,
            "Należy podać, gdy `kind` to `a`.": KIND_A,
            "Jeśli `kind` = a, to pole jest wymagane.": KIND_A,
            "Wymagane dla `kind` = `a` lub `b`.": KIND_AB,
            "Wymagane, gdy `kind` to `a` albo `b`.": KIND_AB,
            "Wymagane, jeśli `kind` nie jest `a`.": NOT_A,
            "Wymagane, gdy `kind` ma wartość inną niż `a`.": NOT_A,
            "Wymagane, chyba że `kind` = a.": UNLESS_A,
            "Wymagane, jeśli `on` = true.": ON,
            "Wymagane, jeśli `kind` = a i `on` = true.": A_AND_ON,
            "Wymagane, jeśli `kind` = a oraz `phone` jest podane.": A_AND_PHONE,
            "Wymagane, gdy podano `phone`.": PHONE,
            "Wymagane, gdy pole `phone` jest ustawione.": PHONE,
            "Wymagane, gdy nie podano pola `phone`.": NO_PHONE,
            "Wymagane, jeśli `phone` nie występuje.": NO_PHONE,
            "Wymagane, chyba że podano `phone`.": NO_PHONE,
        },
        [
            "Co najmniej jedno z pól `phone`, `email` musi być podane.",
            "Jedno z pól `phone` lub `email` jest wymagane.",
        ],
        [
            "`phone` i `email` wzajemnie się wykluczają.",
            "Tylko jedno z pól `phone` i `email` może być podane.",
        ],
        [
            "Nie można używać razem z `phone`.",
            "Nie może być podane jednocześnie z polem `phone`.",
        ],
        [
            "Nie jest wymagane, jeśli `kind` = a.",
            "Niewymagane, jeśli `kind` = a.",
            "Wymagane dla wszystkich użytkowników.",
            "Wymagane, jeśli użytkownik jest administratorem.",
            "Wymagane, gdy pole `phone` jest puste.",
            "Jedno z pól formularza musi być podane.",
            "Można używać razem z `phone`.",
        ],
    ),
    "Ukrainian": Language(
        {
            "Обов'язкове, якщо `kind` дорівнює `a`.": KIND_A,
            "Обов'язково при kind = a.": KIND_A,
            "Якщо `kind` має значення `a`, поле обов'язкове.": KIND_A,
            "Обов'язкове, якщо `kind` не дорівнює `a`.": NOT_A,
            "Обов'язкове тільки для `kind` = `a` або `b`.": KIND_AB,
            "Обов'язкове, якщо вказано `phone`.": PHONE,
            "Обов'язкове, якщо `phone` відсутній.": NO_PHONE,
            "Обов'язкове, якщо `kind` дорівнює `a` та `on` = true.": A_AND_ON,
        },
        [],
        [],
        [],
        [
            "Необов'язкове, якщо `kind` дорівнює `a`.",
            "Обов'язкове для всіх користувачів.",
            "Обов'язкове, якщо `phone` порожній.",
        ],
    ),
    "Turkish": Language(
        {
            "`kind` `a` ise zorunludur.": KIND_A,
            "kind = a ise zorunlu.": KIND_A,
            "`kind` değeri `a` olduğunda zorunludur.": KIND_A,
            "Eğer `kind` `a` veya `b` ise bu alan zorunludur.": KIND_AB,
            "`kind` `a` değilse zorunludur.": NOT_A,
            "`phone` gönderilmediğinde zorunludur.": NO_PHONE,
            "`phone` belirtilmişse zorunludur.": PHONE,
        },
        [],
        [],
        [],
        [
            "`kind` `a` ise zorunlu değildir.",
            "Tüm kullanıcılar için zorunludur.",
            "`phone` boşsa zorunludur.",
            "`kind` `a` ise müşteri zorunlu olarak aranır.",
        ],
    ),
    "Dutch": Language(
        {
            "Verplicht indien `kind` gelijk is aan `a`.": KIND_A,
            "Verplicht als `kind` `a` is.": KIND_A,
            "Verplicht wanneer kind = a.": KIND_A,
            "Alleen verplicht als `kind` is `a`.": KIND_A,
            "Als `kind` `a` is, is dit veld verplicht.": KIND_A,
            "Verplicht bij `kind` = `a` of `b`.": KIND_AB,
            "Verplicht als `kind` niet `a` is.": NOT_A,
            "Verplicht tenzij `kind` `a` is.": UNLESS_A,
            "Verplicht als `phone` is opgegeven.": PHONE,
            "Verplicht als `phone` ontbreekt.": NO_PHONE,
            "Verplicht als `kind` gelijk is aan `a` en `phone` aanwezig is.": A_AND_PHONE,
        },
        [],
        [],
        [],
        [
            "Niet verplicht indien `kind` gelijk is aan `a`.",
            "Verplicht voor alle gebruikers.",
            "Verplicht als `phone` leeg is.",
            "Verplicht als de gebruiker beheerder is.",
            "Verplicht als `kind` `a` is (tenzij `phone` is opgegeven).",
            "Als `on` = true, als `kind` `a` is, is dit veld verplicht.",
        ],
    ),
    "Czech": Language(
        {
            "Povinné, pokud je `kind` roven `a`.": KIND_A,
            "Povinné, pokud `kind` má hodnotu `a`.": KIND_A,
            "Pokud `kind` je `a`, je toto pole povinné.": KIND_A,
            "Povinné pouze pro `kind` = `a` nebo `b`.": KIND_AB,
            "Povinné, pokud `kind` není `a`.": NOT_A,
            "Povinné, pokud je zadán `phone`.": PHONE,
            "Povinné, pokud `phone` chybí.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Nepovinné, pokud `kind` je `a`.",
            "Není povinné, pokud `kind` je `a`.",
            "Povinné pro všechny uživatele.",
        ],
    ),
    "Swedish": Language(
        {
            "Obligatorisk om `kind` är `a`.": KIND_A,
            "Krävs endast när `kind` har värdet `a`.": KIND_A,
            "Om `kind` är `a` eller `b`, är detta fält obligatoriskt.": KIND_AB,
            "Obligatorisk om `kind` inte är `a`.": NOT_A,
            "Obligatorisk om inte `kind` är `a`.": UNLESS_A,
            "Obligatorisk om `phone` anges.": PHONE,
            "Obligatorisk om `phone` saknas.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Inte obligatorisk om `kind` är `a`.",
            "Krävs inte om `kind` är `a`.",
            "Obligatorisk för alla användare.",
        ],
    ),
    "Danish": Language(
        {
            "Påkrævet hvis `kind` er `a`.": KIND_A,
            "Obligatorisk, når `kind` er lig med `a`.": KIND_A,
            "Påkrævet, medmindre `kind` er `a`.": UNLESS_A,
            "Påkrævet hvis `phone` mangler.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Ikke påkrævet hvis `kind` er `a`.",
            "Påkrævet for alle brugere.",
        ],
    ),
    "Norwegian": Language(
        {
            "Påkrevd hvis `kind` er `a`.": KIND_A,
            "Obligatorisk dersom `kind` har verdien `a`.": KIND_A,
            "Påkrevd med mindre `kind` er `a`.": UNLESS_A,
            "Påkrevd hvis `phone` mangler.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Ikke påkrevd hvis `kind` er `a`.",
        ],
    ),
    "Finnish": Language(
        {
            "Pakollinen, jos `kind` on `a`.": KIND_A,
            "Pakollinen vain, kun `kind` on `a` tai `b`.": KIND_AB,
            "Pakollinen, jos `kind` ei ole `a`.": NOT_A,
            "Pakollinen, jos `phone` puuttuu.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Ei pakollinen, jos `kind` on `a`.",
            "Pakollinen, jos `phone` ei ole tyhjä.",
        ],
    ),
    "Hungarian": Language(
        {
            "Kötelező, ha a `kind` értéke `a`.": KIND_A,
            "Kötelező, ha `kind` = `a`.": KIND_A,
            "Kötelező, ha a `phone` hiányzik.": NO_PHONE,
            "Kötelező, ha a `phone` meg van adva.": PHONE,
        },
        [],
        [],
        [],
        [
            "Nem kötelező, ha a `kind` értéke `a`.",
            "Kötelező minden felhasználónak.",
        ],
    ),
    "Romanian": Language(
        {
            "Obligatoriu dacă `kind` este `a`.": KIND_A,
            "Obligatoriu doar când `kind` are valoarea `a`.": KIND_A,
            "Obligatoriu dacă `kind` nu este `a`.": NOT_A,
            "Obligatoriu dacă `phone` lipsește.": NO_PHONE,
            "Obligatoriu dacă `phone` este specificat.": PHONE,
        },
        [],
        [],
        [],
        [
            "Nu este obligatoriu dacă `kind` este `a`.",
            "Obligatoriu pentru toți utilizatorii.",
        ],
    ),
    "Slovak": Language(
        {
            "Povinné, ak `kind` je `a`.": KIND_A,
            "Povinné, ak sa `kind` rovná `a`.": KIND_A,
            "Povinné, ak `phone` chýba.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Nepovinné, ak `kind` je `a`.",
        ],
    ),
    "Vietnamese": Language(
        {
            "Bắt buộc khi `kind` là `a`.": KIND_A,
            "Bắt buộc nếu `kind` bằng `a` hoặc `b`.": KIND_AB,
            "Bắt buộc trừ khi `kind` là `a`.": UNLESS_A,
            "Bắt buộc nếu không có `phone`.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Không bắt buộc khi `kind` là `a`.",
        ],
    ),
    "Indonesian": Language(
        {
            "Wajib jika `kind` bernilai `a`.": KIND_A,
            "Wajib diisi apabila `kind` = `a`.": KIND_A,
            "Wajib jika `kind` bukan `a`.": NOT_A,
            "Wajib kecuali jika `kind` adalah `a`.": UNLESS_A,
            "Wajib jika `phone` tidak diisi.": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "Tidak wajib jika `kind` bernilai `a`.",
        ],
    ),
    "Greek": Language(
        {
            "Υποχρεωτικό όταν το `kind` είναι `a`.": KIND_A,
            "Υποχρεωτικό αν το `phone` λείπει.": NO_PHONE,
            "Υποχρεωτικό εκτός αν το `kind` είναι `a`.": UNLESS_A,
        },
        [],
        [],
        [],
        [
            "Δεν απαιτείται όταν το `kind` είναι `a`.",
        ],
    ),
    "Arabic": Language(
        {
            "مطلوب إذا كان `kind` يساوي `a`.": KIND_A,
            "إلزامي عندما تكون قيمة `kind` هي `a`.": KIND_A,
        },
        [],
        [],
        [],
        [
            "غير مطلوب إذا كان `kind` يساوي `a`.",
        ],
    ),
    "Chinese": Language(
        {
            "当 `kind` 为 `a` 时必填。": KIND_A,
            "`kind`=a时必填": KIND_A,
            "kind 为 a 时必传": KIND_A,
            "当`kind`等于`a`时，该字段必填。": KIND_A,
            "如果 `kind` 是 `a`，则必填。": KIND_A,
            "必填，当 `kind` 为 `a` 时。": KIND_A,
            "仅当 `kind` 为 `a` 或 `b` 时必填。": KIND_AB,
            "当 `kind` 不为 `a` 时必填。": NOT_A,
            "除非 `kind` 为 `a`，否则必填。": UNLESS_A,
            "当 `kind` 为 `a` 且 `on` 为 true 时必填。": A_AND_ON,
            "`phone` 未传时必填。": NO_PHONE,
            "`phone`存在时必填。": PHONE,
        },
        [],
        [],
        [],
        [
            "当 `kind` 为 `a` 时非必填。",
            "当 `kind` 为 `a` 时不必填。",
            "`phone` 为空时必填。",
            "如果 `on` 为 true，且 `kind` 为 `a` 时必填。",
            "当 `kind` 为 `a` 时，金额必须大于 0。",
        ],
    ),
    "Japanese": Language(
        {
            "`kind` が `a` の場合は必須。": KIND_A,
            "kindがaの場合、必須です。": KIND_A,
            "`kind` が `a` のとき必須。": KIND_A,
            "`kind` に `a` を指定した場合は必須。": KIND_A,
            "`kind` が `a` または `b` の場合のみ必須。": KIND_AB,
            "`kind` が `a` でない場合は必須。": NOT_A,
            "`kind`が`a`かつ`phone`が指定された場合は必須。": A_AND_PHONE,
            "`phone` が指定されている場合は必須。": PHONE,
            "`phone`を省略した場合は必須。": NO_PHONE,
        },
        [],
        [],
        [],
        [
            "`kind` が `a` の場合は必須ではありません。",
            "`kind` が `a` の場合は認証が必要です。",
            "`phone` が空の場合は必須。",
        ],
    ),
    "Korean": Language(
        {
            "`kind`가 `a`인 경우 필수.": KIND_A,
            "`kind`가 `a`이면 필수입니다.": KIND_A,
            "kind 값이 a일 때 필수": KIND_A,
            "`kind`가 `a` 또는 `b`인 경우 필수.": KIND_AB,
            "`kind`가 `a`가 아닌 경우 필수.": NOT_A,
            "`phone`이 없는 경우 필수.": NO_PHONE,
            "`phone`이 있을 경우 필수.": PHONE,
        },
        [],
        [],
        [],
        [
            "`kind`가 `a`인 경우 필수가 아닙니다.",
            "`kind`가 `a`인 경우 인증이 필요합니다.",
            "모든 사용자에게 필수.",
        ],
    ),
}

REQUIRED = {text: case for language in LANGUAGES.values() for text, case in language.required.items()}


def schema(folder: Path, description: str, further: str = OTHERS) -> dict[str, Any]:
    (folder / "T.md").write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| f | string | {description} |\n{further}",
        encoding="utf-8",
    )
    return dict(read([folder]).schemas["T"])


@pytest.mark.parametrize("text", REQUIRED)
def test_a_field_is_required_in_a_case(text: str, tmp_path: Path) -> None:
    assert schema(tmp_path, text)["allOf"] == [{"if": REQUIRED[text], "then": {"required": ["f"]}}]


@pytest.mark.parametrize("text", [text for language in LANGUAGES.values() for text in language.one_of])
def test_one_of_several_fields_is_required(text: str, tmp_path: Path) -> None:
    """The names in such a sentence are no values of the field that it stands at."""
    found = schema(tmp_path, text)
    assert found["anyOf"] == [{"required": ["phone"]}, {"required": ["email"]}]
    assert "enum" not in found["properties"]["f"]


@pytest.mark.parametrize("text", [text for language in LANGUAGES.values() for text in language.exclusive])
def test_two_fields_exclude_each_other(text: str, tmp_path: Path) -> None:
    found = schema(tmp_path, text)
    assert found["allOf"] == [{"not": {"required": ["phone", "email"]}}]
    assert "enum" not in found["properties"]["f"]


@pytest.mark.parametrize("text", [text for language in LANGUAGES.values() for text in language.beside])
def test_a_field_is_not_allowed_beside_another(text: str, tmp_path: Path) -> None:
    assert schema(tmp_path, text)["allOf"] == [{"not": {"required": ["f", "phone"]}}]


@pytest.mark.parametrize("text", [text for language in LANGUAGES.values() for text in language.none])
def test_other_conditions_become_no_rule(text: str, tmp_path: Path) -> None:
    assert not schema(tmp_path, text).keys() & {"allOf", "anyOf"}


def test_one_of_several_fields_is_required_in_a_case(tmp_path: Path) -> None:
    text = "Если kind=a, то одно из двух полей phone или email должно быть указано."
    either = {"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}
    assert schema(tmp_path, text)["allOf"] == [{"if": KIND_A, "then": either}]


def test_three_fields_exclude_each_other_by_twos(tmp_path: Path) -> None:
    pairs = [["on", "phone"], ["on", "email"], ["phone", "email"]]
    both = {"anyOf": [{"required": pair} for pair in pairs]}
    assert schema(tmp_path, "`on`, `phone`, and `email` are mutually exclusive.")["allOf"] == [{"not": both}]


def test_fields_that_are_always_required_do_not_exclude_each_other(tmp_path: Path) -> None:
    """The type would have no valid value: the page contradicts itself, and which half is wrong is not told."""
    (tmp_path / "T.md").write_text(
        "# T\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
        "| f | string | yes | Cannot be used together with `g`. |\n| g | string | yes | x |\n",
        encoding="utf-8",
    )
    assert "allOf" not in read([tmp_path]).schemas["T"]


def test_a_rule_over_the_absence_of_a_field_holds_for_payloads(tmp_path: Path) -> None:
    validator = rowtype.compile(schema(tmp_path, "Required unless `phone` is set."))
    assert validator.is_valid({"phone": "1"})
    assert validator.is_valid({"f": "x"})
    assert not validator.is_valid({})


def test_a_language_needs_no_python(tmp_path: Path) -> None:
    """Japanese, which puts the condition first and writes no spaces, in a dialect's own table."""
    dialect = tmp_path / "ja.toml"
    dialect.write_text(
        'name = "ja"\n[conditions]\nboth = ["かつ"]\neither = ["または"]\n'
        'equals = ["が", "が … と等しい"]\npresent = ["が指定され*"]\nabsent = ["が指定されていない"]\n'
        '[[prose]]\nslug = "required-if"\nkind = "required-if"\n'
        "pattern = '(?P<condition>[^。]+?)(?:の)?場合(?:は|に)?必須'\n",
        encoding="utf-8",
    )
    page = tmp_path / "T.md"
    for text, case in {
        "`kind`が`a`の場合は必須。": KIND_A,
        "`kind` が `a` または `b` の場合は必須。": KIND_AB,
        "`kind`が`a`と等しい場合に必須。": KIND_A,
        "`kind`が`a`かつ`phone`が指定された場合は必須。": A_AND_PHONE,
        "`phone`が指定されていない場合は必須。": NO_PHONE,
    }.items():
        page.write_text(
            f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| f | string | {text} |\n{OTHERS}",
            encoding="utf-8",
        )
        found = read([page], dialect=str(dialect)).schemas["T"]
        assert found["allOf"] == [{"if": case, "then": {"required": ["f"]}}], text
